"""Genes are found in files whose assembly is known by the lengths of its contigs, and in no others."""

from __future__ import annotations

import pytest

from score_gui.slicing.assembly import Assembly, recognise
from score_gui.slicing.genes import genes_for
from score_gui.slicing.regions import Region

LENGTHS = {
    Assembly.GRCH37: {"1": 249_250_621, "17": 81_195_210, "X": 155_270_560},
    Assembly.GRCH38: {"1": 248_956_422, "17": 83_257_441, "X": 156_040_895},
}
DECOYS = {"KI270728.1": 1_872_759, "HLA-A*01:01:01:01": 3_503}


def contigs(assembly: Assembly, prefix: str = "chr", **changed: int) -> dict[str, int]:
    return {**{prefix + name: length for name, length in LENGTHS[assembly].items()}, **DECOYS, **changed}


@pytest.mark.parametrize("assembly", Assembly)
@pytest.mark.parametrize("prefix", ["chr", ""])
def test_an_assembly_is_known_by_the_lengths_of_its_chromosomes(assembly: Assembly, prefix: str) -> None:
    assert recognise(contigs(assembly, prefix)) is assembly


@pytest.mark.parametrize(
    "mixed",
    [
        {},
        DECOYS,
        {"chr17": 83_257_440},
        contigs(Assembly.GRCH38, chr1=LENGTHS[Assembly.GRCH37]["1"]),
        {"CHROMOSOME_I": 1_009_800},
    ],
    ids=["no contig", "no chromosome", "one base less", "of two assemblies", "a worm"],
)
def test_anything_else_is_not_recognised(mixed: dict[str, int]) -> None:
    assert recognise(mixed) is None
    assert genes_for(mixed) is None


@pytest.mark.parametrize(("prefix", "name"), [("chr", "chr17"), ("", "17")])
def test_a_gene_lies_where_ensembl_has_it_under_the_name_of_the_file(prefix: str, name: str) -> None:
    genes = genes_for(contigs(Assembly.GRCH38, prefix))
    assert genes is not None
    assert genes.find("TP53") == genes.find("tp53") == (Region(name, 7_661_778, 7_687_538),)
    assert genes.find("NOT-A-GENE") == ()


def test_a_gene_of_a_chromosome_that_the_file_lacks_has_no_place() -> None:
    genes = genes_for({"chr17": 83_257_441})
    assert genes is not None
    assert genes.find("BRCA1") != ()
    assert genes.find("BRCA2") == ()


def test_mitochondrial_genes_need_the_sequence_that_they_were_placed_on() -> None:
    for length, found in ((16_569, 1), (16_571, 0)):
        genes = genes_for(contigs(Assembly.GRCH38, chrM=length))
        assert genes is not None
        assert len(genes.find("MT-ND1")) == found


def test_symbols_are_completed() -> None:
    genes = genes_for(contigs(Assembly.GRCH38))
    assert genes is not None
    assert "BRCA1" in genes.beginning("brc")
    assert len(genes.beginning("")) == 12
    assert genes.beginning("no such") == ()


def test_every_place_lies_on_its_contig() -> None:
    known = contigs(Assembly.GRCH38)
    genes = genes_for(known)
    assert genes is not None
    places = [place for found in genes.places.values() for place in found]
    assert len(places) > 5_000
    assert all(0 <= place.begin < place.end <= known[place.contig] for place in places)


def test_no_genes_are_guessed_for_an_assembly_without_a_table() -> None:
    assert genes_for(contigs(Assembly.GRCH37)) is None
