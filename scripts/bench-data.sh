# The data of the benchmarks: source it after lib.sh.
# shellcheck shell=bash

spectra=${BENCH_SPECTRA:-40000}
shared=${MASSA_SHARED_DATA:-$root/../shared/data}
database=${BENCH_DATABASE:-$shared/fasta/composite_21k.fasta}
bench="$root/engine/build/bench-data"

# prepare_bench_data: simulates MS2 spectra of tryptic peptides of the database, once.
prepare_bench_data() {
  if [[ ! -f $database ]]; then
    say "No $database: measuring on the example proteins, which is far less work. BENCH_DATABASE=FASTA names another database."
    database="$root/engine/data/example_proteins.fasta"
  fi
  bench="$bench/$spectra-$(sha256sum "$database" "$root/engine/build/release/massa" | sha256sum | cut -c1-12)"
  [[ ! -f $bench/truth.tsv ]] || return 0
  say "Simulating $spectra MS2 spectra of $(basename "$database")"
  mkdir -p "$bench"
  "$root/engine/build/release/massa" simulate "$database" --kind ms2-only --spectra "$spectra" --seed 1 \
    --mzml "$bench/spectra.mzML" --truth "$bench/truth.part"
  mv "$bench/truth.part" "$bench/truth.tsv"
}

# compare PYTHON ARGUMENT...
compare() {
  "$1" "$root/engine/benchmarks/peers/compare.py" "$bench/spectra.mzML" "$database" "$bench/truth.tsv" "${@:2}"
}
