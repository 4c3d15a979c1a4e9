#include "massa/io/fasta.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "io/fasta_header.hpp"
#include "massa/core/error.hpp"
#include "support/encode.hpp"
#include "support/files.hpp"

namespace massa::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::uint64_t warned(const FastaDatabase& database, std::string_view code) {
  const auto found = std::ranges::find(database.warnings(), code, &ReadWarning::code);
  return found == database.warnings().end() ? 0 : found->count;
}

std::string error_of(std::string_view text) {
  try {
    (void)parse_fasta(text, "db.fasta");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::input);
    EXPECT_FALSE(error.remedy().empty());
    return error.what();
  }
  ADD_FAILURE() << "read without an error";
  return {};
}

TEST(FastaHeader, KnowsTheHeadersOfTheDatabases) {
  const auto accession = [](std::string_view header) { return parse_fasta_header(header).accession; };
  EXPECT_EQ(accession("sp|P02769|ALBU_BOVIN Albumin OS=Bos taurus"), "P02769");
  EXPECT_EQ(accession("tr|A0A385XJN2|A0A385XJN2_ECOLI x"), "A0A385XJN2");
  EXPECT_EQ(accession("P02769|ALBU_BOVIN"), "P02769");
  EXPECT_EQ(accession("gi|1351907|ref|NP_851335.1| albumin"), "NP_851335.1");
  EXPECT_EQ(accession("gi|1351907"), "1351907");
  EXPECT_EQ(accession("gi|136429|sp|P00761.1|TRYP_PIG"), "P00761.1");
  EXPECT_EQ(accession("gnl|mine|X1"), "X1");
  EXPECT_EQ(accession("sp:P06748-ISOFORM2 \\ID=NPM_HUMAN"), "P06748-ISOFORM2");
  EXPECT_EQ(accession("sp|ALBU_BOVIN|"), "ALBU_BOVIN");
  EXPECT_EQ(accession("NP_000001.1 protein"), "NP_000001.1");
  EXPECT_EQ(accession("mine"), "mine");
  EXPECT_EQ(accession("DECOY_sp|P02769|ALBU_BOVIN"), "DECOY_sp|P02769|ALBU_BOVIN");
  EXPECT_EQ(accession("||"), "||");
  EXPECT_EQ(parse_fasta_header("sp|P02769|ALBU_BOVIN Albumin OS=Bos").description, "Albumin OS=Bos");
  EXPECT_EQ(parse_fasta_header("a\tb c").description, "c");
}

TEST(Fasta, ReadsEntriesWithOddSequences) {
  const FastaDatabase database = parse_fasta(
      ">sp|P1|A first one\r\nMKwvtf\r\nISLL*\r\n\r\n>P2 selenium, ambiguity and a stop inside\rMUXBZOJ*K\n>P3\nMK-LL "
      "10\n",
      "db.fasta");
  ASSERT_EQ(database.entries().size(), 3U);
  EXPECT_EQ(database.entries()[0].accession, "P1");
  EXPECT_EQ(database.entries()[0].identifier, "sp|P1|A");
  EXPECT_EQ(database.entries()[0].description, "first one");
  EXPECT_EQ(database.entries()[0].sequence, "MKWVTFISLL");
  EXPECT_EQ(database.entries()[1].sequence, "MUXBZOJ*K");
  EXPECT_EQ(database.entries()[2].sequence, "MKLL");
  EXPECT_EQ(database.residues(), 23U);
  EXPECT_EQ(warned(database, "left_out_characters"), 3U);
  EXPECT_EQ(database.find("P2")->sequence, "MUXBZOJ*K");
  EXPECT_EQ(database.find("sp|P1|A")->accession, "P1");
  EXPECT_EQ(database.find("P9"), nullptr);
}

TEST(Fasta, EmptyAndRepeatedEntriesAreReported) {
  const FastaDatabase database =
      parse_fasta(">A\nMK\n>empty\n\n>A\nMK\n>A\nMKL\n>DECOY_A\nKM\n>only stop\n**\n", "db.fasta");
  ASSERT_EQ(database.entries().size(), 3U);
  EXPECT_EQ(warned(database, "empty_entry"), 2U);
  EXPECT_EQ(warned(database, "duplicate_entry"), 1U);
  EXPECT_EQ(warned(database, "duplicate_accession"), 1U);
  EXPECT_EQ(warned(database, "contains_decoys"), 1U);
  EXPECT_THAT(database.warnings()[0].message, HasSubstr("db.fasta, line 3"));
}

TEST(Fasta, NucleotidesAreNoticed) {
  EXPECT_EQ(warned(parse_fasta(">chr\nACGTNNACGT\n", "db"), "looks_like_nucleotides"), 1U);
  EXPECT_EQ(warned(parse_fasta(">p\nACGTK\n", "db"), "looks_like_nucleotides"), 0U);
}

TEST(Fasta, WhatIsNoProteinDatabaseIsAnErrorThatNamesTheLine) {
  EXPECT_THAT(error_of(">A\nMK$L\n"), HasSubstr("line 2: '$' is no residue"));
  EXPECT_THAT(error_of(">A\n"), HasSubstr("no protein sequence"));
  EXPECT_THAT(error_of(""), HasSubstr("is empty"));
  EXPECT_THAT(error_of("MKLLVV\n"), HasSubstr("db.fasta, line 1"));
  EXPECT_THAT(error_of("BEGIN IONS\n1 1\nEND IONS\n"), HasSubstr("is MGF, not FASTA"));
  EXPECT_THAT(error_of(std::string(">A\nM\0K\n", 7)), HasSubstr("binary"));
}

TEST(Fasta, AGzipWrappedFileReadsTheSame) {
  std::string text;
  for (int i = 0; i < 60000; ++i) {
    text += fmt::format(">P{} protein\nMKWVTFISLLLLFSSAYSRGVFRR\n", i);
  }
  const test::TemporaryFolder folder;
  const FastaDatabase plain = read_fasta(folder.write("plain.fasta", text));
  const FastaDatabase wrapped = read_fasta(folder.write("wrapped.fasta", test::gzip(text)));
  ASSERT_EQ(plain.entries().size(), 60000U);
  ASSERT_EQ(wrapped.entries().size(), 60000U);
  for (std::size_t i = 0; i < 60000; ++i) {
    ASSERT_EQ(plain.entries()[i].accession, fmt::format("P{}", i));
    ASSERT_EQ(plain.entries()[i].accession, wrapped.entries()[i].accession);
    ASSERT_EQ(wrapped.entries()[i].sequence, "MKWVTFISLLLLFSSAYSRGVFRR");
  }
}

TEST(Fasta, ACopiedDatabaseKeepsItsViews) {
  FastaDatabase copy = [] { return FastaDatabase(parse_fasta(">A d\nMK\n", "db")); }();
  EXPECT_EQ(copy.entries().at(0).sequence, "MK");
}

}  // namespace
}  // namespace massa::io
