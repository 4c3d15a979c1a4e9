"""What the results endpoints answer: the field names are those of `summary.json` and `result.sqlite`."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Document(BaseModel):
    """A document that the engine wrote; fields of a newer engine pass through."""

    model_config = ConfigDict(extra="allow")


class FileFacts(_Document):
    name: str
    format: str
    size_bytes: int
    sha256: str


class DatabaseFacts(_Document):
    name: str
    sha256: str
    proteins: int


class ExpectedProtein(_Document):
    accession: str
    description: str
    length: int
    source: Literal["database", "sequence"]


class Acquisition(_Document):
    type: str = Field(description="dda, targeted, dia, pmf, pmf_msms, intact, top_down, ms1_only or empty.")
    reason_code: str
    reason: str
    overridden: bool = False


class Resolution(_Document):
    ms1: str = Field(description="high, low or unknown.")
    ms2: str = Field(description="high, low or unknown.")
    reason_code: str
    reason: str


class PresetChoice(_Document):
    name: str
    chosen_by: Literal["engine", "user"]
    reason: str


class Tolerance(_Document):
    value: float
    unit: Literal["ppm", "Da"]


class Tolerances(_Document):
    precursor: Tolerance
    fragment: Tolerance


class VerdictReason(_Document):
    code: str
    params: dict[str, Any]
    text: str


class VerdictProtein(_Document):
    accession: str
    description: str
    e_value: float | None
    coverage_percent: float
    coverage_from: int | None = None
    coverage_to: int | None = None
    psms: int
    peptides: int
    unique_peptides: int
    n_terminus_seen: bool
    c_terminus_seen: bool
    mass_da: float


class Competitor(_Document):
    accession: str
    description: str
    e_value: float | None
    peptides: int
    coverage_percent: float


class Verdict(_Document):
    """What the file holds, how sure that is, and why."""

    outcome: Literal[
        "confirmed",
        "not_confirmed",
        "another_protein",
        "mixture",
        "identified",
        "nothing_found",
        "not_searched",
    ]
    sentence: str
    reasons: list[VerdictReason]
    protein: VerdictProtein | None
    best_competitor: Competitor | None


class Counts(_Document):
    spectra: int
    ms1_spectra: int
    ms2_spectra: int
    searched_spectra: int
    psms: int
    accepted_psms: int
    peptides: int
    proteins: int
    protein_groups: int


class FdrEstimate(_Document):
    estimable: bool
    threshold: float
    targets: int
    decoys: int
    accepted: int
    message: str


class FdrEstimates(_Document):
    psm: FdrEstimate
    peptide: FdrEstimate
    protein: FdrEstimate


class ResultWarning(_Document):
    code: str
    message: str


class Summary(_Document):
    """`summary.json` of a result: enough for a first paint."""

    format: Literal["massa-result"]
    format_version: int
    engine_version: str
    file: FileFacts
    database: DatabaseFacts
    expected: ExpectedProtein | None
    acquisition: Acquisition
    resolution: Resolution
    preset: PresetChoice
    tolerances: Tolerances
    parameters: dict[str, Any]
    verdict: Verdict
    counts: Counts
    fdr: FdrEstimates
    warnings: list[ResultWarning]


class Protein(BaseModel):
    """A protein of the result, in the terms of PSI-MS protein inference."""

    id: int
    accession: str
    description: str
    group_id: int | None
    group_class: str | None = Field(description="conclusive, indistinguishable or non_conclusive.")
    membership: str | None = Field(description="leading, same_set, sub_set or multiply_subsumed.")
    role: str = Field(description="expected, target, contaminant or background.")
    psms: int
    peptides: int
    unique_peptides: int
    coverage_percent: float = Field(
        description="Of residues `coverage_from` to `coverage_to`: the mature chain, if declared."
    )
    coverage_from: int | None = Field(
        description="First residue that counts for the coverage, from 1; null in results that do not tell."
    )
    coverage_to: int | None = Field(description="Last residue that counts for the coverage, inclusive.")
    score: float | None
    e_value: float | None
    q_value: float | None
    mass_da: float
    length: int
    n_terminus_seen: bool
    c_terminus_seen: bool


class Peptide(BaseModel):
    """A peptide form. `start` and `end` count residues of the leading protein from 1, inclusive."""

    id: int
    proforma: str
    sequence: str
    proteins: str
    is_unique: bool
    start: int | None
    end: int | None
    missed_cleavages: int
    mass_da: float
    charges: str
    psms: int
    best_hyperscore: float | None
    e_value: float | None
    q_value: float | None
    accepted: bool


class ProteinDetail(Protein):
    """A protein with its sequence and its peptides, placed on this protein."""

    sequence: str
    peptides_found: list[Peptide]


class Psm(BaseModel):
    """A peptide-spectrum match. `spectrum` and `peptide` are ids in this result; a decoy has no peptide."""

    id: int
    spectrum: int
    spectrum_id: str
    scan: int | None
    retention_time_s: float | None
    rank: int
    peptide: int | None
    proforma: str
    sequence: str
    proteins: str
    is_decoy: bool
    precursor_mz: float
    precursor_charge: int
    precursor_error_ppm: float
    isotope_error: int
    hyperscore: float
    delta_hyperscore: float | None
    matched_ions: int
    matched_intensity_fraction: float | None
    e_value: float | None
    q_value: float | None
    accepted: bool


class Spectrum(BaseModel):
    """A spectrum of the run and what the filter did with it."""

    id: int
    spectrum_id: str
    title: str | None
    scan: int | None
    ms_level: int
    retention_time_s: float | None
    precursor_mz: float | None
    precursor_charge: int | None
    precursor_intensity: float | None
    total_ion_current: float | None
    base_peak_mz: float | None
    base_peak_intensity: float | None
    activation: str | None
    peaks_total: int | None
    peaks_kept: int | None
    status: str = Field(description="searched, removed or not_searched.")
    removed_by: str | None
    removed_reason: str | None


class FragmentAnnotation(BaseModel):
    """A fragment ion that matched a peak."""

    ion: str = Field(description="Series: a, b, c, y or z.")
    ordinal: int
    charge: int
    loss: Literal["H2O", "NH3"] | None
    peak: int = Field(description="0-based index into the spectrum's peaks.")
    theoretical_mz: float
    error_ppm: float = Field(description="Observed minus theoretical m/z, in parts per million of the theoretical.")


class AnnotatedPsm(Psm):
    annotations: list[FragmentAnnotation]


class SpectrumDetail(Spectrum):
    """A spectrum with its centroided peaks (empty unless it was searched) and its matches, best first."""

    filter_counts: list[int] = Field(description="Peaks left after each applied step of the filter.")
    mz: list[float]
    intensity: list[float]
    kept: list[bool] = Field(description="Whether the filter left the peak to the search.")
    psms: list[AnnotatedPsm]


class FilterStep(BaseModel):
    ordinal: int
    name: str
    accession: str = Field(description="PSI-MS accession, or empty.")
    applied: bool
    parameters: dict[str, Any]
    reason: str
    spectra_in: int
    spectra_out: int
    peaks_in: int
    peaks_out: int


class RemovedSpectra(BaseModel):
    """Spectra that one step removed for one reason."""

    removed_by: str
    removed_reason: str
    ms_level: int
    spectra: int


class FilterReport(BaseModel):
    """What each step of the filter took away, in the order of the steps."""

    steps: list[FilterStep]
    removed: list[RemovedSpectra]


class Chromatogram(BaseModel):
    """A total-ion and base-peak chromatogram; all lists have one length."""

    ms_level: int
    spectra: int = Field(description="Spectra of that level; more than the points when they were thinned out.")
    spectrum: list[int] = Field(description="Id of the spectrum of each point.")
    retention_time_s: list[float]
    total_ion_current: list[float]
    base_peak_intensity: list[float]


class Download(BaseModel):
    name: str
    size_bytes: int
    media_type: str


class ProteinPage(BaseModel):
    items: list[Protein]
    next_cursor: str | None


class PeptidePage(BaseModel):
    items: list[Peptide]
    next_cursor: str | None


class PsmPage(BaseModel):
    items: list[Psm]
    next_cursor: str | None


class SpectrumPage(BaseModel):
    items: list[Spectrum]
    next_cursor: str | None


class DownloadList(BaseModel):
    items: list[Download]
    next_cursor: str | None = None
