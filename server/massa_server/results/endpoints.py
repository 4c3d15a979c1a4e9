"""The result of one file of an analysis."""

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response, status
from fastapi.responses import RedirectResponse

from massa_server.access.dependencies import ReadAnalysis
from massa_server.db import CurrentDatabase
from massa_server.degraded import LastKnown
from massa_server.errors import Invalid, NotFound, problems
from massa_server.results import schemas, service, spectra, tables
from massa_server.results.cache import ResultCache
from massa_server.results.paging import PageError, PageRequest, Sort
from massa_server.results.service import ResultLocation
from massa_server.storage.dependencies import BrowserHost, Store

router = APIRouter(
    prefix="/analyses/{analysis_id}/files/{file_id}", tags=["results"], responses=problems(401, 404, 409)
)

MAX_LIMIT = 1000

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT)]
Cursor = Annotated[str | None, Query(max_length=500, description="`next_cursor` of the page before.")]
SortBy = Annotated[str, Query(max_length=50, description="A column; with `-` before it, descending.")]
Search = Annotated[str | None, Query(max_length=200, description="Text to look for.")]
MAX_ID = 2**53
RowFilter = Annotated[int | None, Query(ge=1, le=MAX_ID)]
RowId = Annotated[int, Path(ge=1, le=MAX_ID)]


def get_result_cache(request: Request) -> ResultCache:
    """The result cache of the running application."""
    cache: ResultCache = request.app.state.result_cache
    return cache


Cache = Annotated[ResultCache, Depends(get_result_cache)]


async def _location(
    request: Request,
    analysis_id: uuid.UUID,
    file_id: uuid.UUID,
    _access: ReadAnalysis,
    database: CurrentDatabase,
    last_known: LastKnown,
) -> ResultLocation:
    key = ("result", analysis_id, file_id)
    return await last_known.ask(request, key, lambda: service.locate(database, analysis_id, file_id))


Location = Annotated[ResultLocation, Depends(_location)]


@router.get("/summary", response_model=schemas.Summary)
async def get_result_summary(location: Location, cache: Cache) -> Response:
    """The verdict with its evidence, and what was done to get there: `summary.json` as the engine wrote it."""
    return Response(await service.read_summary(cache, location), media_type="application/json")


@router.get("/proteins")
async def list_proteins(
    location: Location,
    cache: Cache,
    role: Literal["expected", "target", "contaminant", "background"] | None = None,
    search: Search = None,
    sort: SortBy = "e_value",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> schemas.ProteinPage:
    """The proteins that were found, by default the surest first."""
    page = _page(sort, tables.PROTEIN_SORTS, limit, cursor)
    rows = await service.query(cache, location, lambda result: tables.proteins(result, page, role=role, text=search))
    return schemas.ProteinPage.model_validate(rows, from_attributes=True)


@router.get("/proteins/{protein_id}")
async def get_protein(protein_id: RowId, location: Location, cache: Cache) -> schemas.ProteinDetail:
    """A protein with its sequence, and its peptides with their places in it."""
    row = await service.query(cache, location, lambda result: tables.protein(result, protein_id))
    if row is None:
        raise NotFound("The result has no such protein.")
    return schemas.ProteinDetail.model_validate(row)


@router.get("/peptides")
async def list_peptides(
    location: Location,
    cache: Cache,
    protein: RowFilter = None,
    accepted: bool | None = None,
    search: Search = None,
    sort: SortBy = "e_value",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> schemas.PeptidePage:
    """The peptides that were found, of one protein or of all, by default the surest first."""
    page = _page(sort, tables.PEPTIDE_SORTS, limit, cursor)
    rows = await service.query(
        cache,
        location,
        lambda result: tables.peptides(result, page, protein=protein, accepted=accepted, text=search),
    )
    return schemas.PeptidePage.model_validate(rows, from_attributes=True)


@router.get("/psms")
async def list_psms(
    location: Location,
    cache: Cache,
    protein: RowFilter = None,
    peptide: RowFilter = None,
    spectrum: RowFilter = None,
    accepted: bool | None = None,
    decoy: bool | None = None,
    rank: Annotated[int | None, Query(ge=1, le=1000)] = None,
    sort: SortBy = "e_value",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> schemas.PsmPage:
    """Peptide-spectrum matches, by default the surest first."""
    page = _page(sort, tables.PSM_SORTS, limit, cursor)
    rows = await service.query(
        cache,
        location,
        lambda result: tables.psms(
            result,
            page,
            protein=protein,
            peptide=peptide,
            spectrum=spectrum,
            accepted=accepted,
            decoy=decoy,
            rank=rank,
        ),
    )
    return schemas.PsmPage.model_validate(rows, from_attributes=True)


@router.get("/spectra")
async def list_spectra(
    location: Location,
    cache: Cache,
    ms_level: Annotated[int | None, Query(ge=1, le=10)] = None,
    spectrum_status: Annotated[Literal["searched", "removed", "not_searched"] | None, Query(alias="status")] = None,
    removed_by: Annotated[str | None, Query(max_length=100, description="Name of a step of the filter.")] = None,
    search: Search = None,
    sort: SortBy = "id",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> schemas.SpectrumPage:
    """The spectra of the run, by default in the order of the file."""
    page = _page(sort, spectra.SPECTRUM_SORTS, limit, cursor)
    rows = await service.query(
        cache,
        location,
        lambda result: spectra.spectra(
            result, page, ms_level=ms_level, status=spectrum_status, removed_by=removed_by, text=search
        ),
    )
    return schemas.SpectrumPage.model_validate(rows, from_attributes=True)


@router.get("/spectra/{spectrum_id}")
async def get_spectrum(spectrum_id: RowId, location: Location, cache: Cache) -> schemas.SpectrumDetail:
    """A spectrum with its peaks, and its matches with the fragment ions that they explain."""
    row = await service.query(cache, location, lambda result: spectra.spectrum(result, spectrum_id))
    if row is None:
        raise NotFound("The result has no such spectrum.")
    return schemas.SpectrumDetail.model_validate(row)


@router.get("/filter-report")
async def get_filter_report(location: Location, cache: Cache) -> schemas.FilterReport:
    """What each step of the filter took away, and why."""
    return schemas.FilterReport.model_validate(await service.query(cache, location, spectra.filter_report))


@router.get("/chromatogram")
async def get_chromatogram(
    location: Location,
    cache: Cache,
    ms_level: Annotated[int | None, Query(ge=1, le=10, description="Default: the lowest of the run.")] = None,
    points: Annotated[int, Query(ge=2, le=20_000, description="Thin a longer run out to this many.")] = 4000,
) -> schemas.Chromatogram:
    """Total-ion and base-peak chromatogram."""
    row = await service.query(cache, location, lambda result: spectra.chromatogram(result, ms_level, points))
    return schemas.Chromatogram.model_validate(row)


@router.get("/downloads")
async def list_downloads(location: Location) -> schemas.DownloadList:
    """The files of the result."""
    return service.list_downloads(location)


@router.get(
    "/downloads/{name}",
    status_code=status.HTTP_302_FOUND,
    response_class=RedirectResponse,
)
async def download_result(name: str, location: Location, store: Store, host: BrowserHost) -> RedirectResponse:
    """One file of the result, from the store."""
    address = await service.sign_download(store, location, name, host)
    return RedirectResponse(address, status.HTTP_302_FOUND)


def _page(sort: str, sorts: dict[str, str], limit: int, cursor: str | None) -> PageRequest:
    try:
        return PageRequest(Sort.parse(sort, sorts), limit, cursor)
    except PageError as error:
        raise Invalid(str(error)) from error
