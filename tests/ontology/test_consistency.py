"""HermiT on the shipped ontology, and on extensions of it that must not pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from phahe.namespaces import PREFIXES
from phahe.reasoning import Inconsistent, ReasonerError, check_consistency
from phahe.resources import folder
from phahe.turtle.canonical import TurtleError

ONTOLOGY = sorted(folder("ontology").rglob("*.ttl"))
CORE = [folder("ontology") / name for name in ("phahe.ttl", "alignments.ttl")]
HEAD = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())


def extended(tmp_path: Path, extension: str) -> list[Path]:
    path = tmp_path / "extension.ttl"
    path.write_text(HEAD + extension, encoding="utf-8")
    return [*CORE, path]


def test_the_shipped_ontology_is_consistent_and_every_class_can_have_a_member() -> None:
    assert check_consistency(ONTOLOGY) == []


def test_the_shipped_lineage_and_reference_facts_agree_with_the_ontology() -> None:
    facts = [path for tier in ("reference", "brief") for path in sorted(folder(f"data/ttl/{tier}").glob("*.ttl"))]
    assert facts
    assert check_consistency([*ONTOLOGY, *facts]) == []


@pytest.mark.parametrize(
    ("extension", "why"),
    [
        ("<urn:x> a ph:LegalDocument , ph:PartyDocument .", "a document of the state and of the Party"),
        ("<urn:x> a ph:PartyDocument , eli:LegalResource .", "a Party document is no eli:LegalResource"),
        ("<urn:x> a ph:Agency , schema:AdministrativeArea .", "a people's committee is no place"),
        ("<urn:x> a ph:Task . <urn:y> ph:provision <urn:x> .", "what a fact stands in is a provision, not a task"),
        ("<urn:x> ph:issuer <urn:y> . <urn:y> a ph:Collective .", "a group issues nothing"),
        ("<urn:x> ph:derivesFrom <urn:x> .", "a document does not derive from itself"),
        ("<urn:x> ph:carriesOut <urn:y> . <urn:y> ph:annexOf <urn:x> .", "nor from what derives from it"),
        ("<urn:x> ph:carriesOut <urn:y> . <urn:y> a ph:Provision .", "a document is carried out, not a provision"),
        ('<urn:x> ph:held true ; ph:held false .', "held or not, not both"),
        ("<urn:x> ph:value 48.5 ; ph:value 58.0 .", "one target, one value"),
        ('<urn:x> ph:value "48,5%" .', "a value is a decimal"),
    ],
)  # fmt: skip
def test_a_contradiction_is_caught(tmp_path: Path, extension: str, why: str) -> None:
    with pytest.raises(Inconsistent):
        check_consistency(extended(tmp_path, extension))


@pytest.mark.parametrize(
    ("extension", "why"),
    [
        (
            "<urn:x> a ph:PartyDocument . <urn:y> a ph:LegalDocument ; ph:carriesOut <urn:x> .",
            "a state plan carries out a Party resolution",
        ),
        ("<urn:x> ph:tracesTo <urn:y> . <urn:y> ph:tracesTo <urn:z> .", "long lineage"),
        ('<urn:x> a ph:LegalDocument ; ph:dateIssued "2025-07-15"^^xsd:date .', "dates are left to the shapes"),
        ("<urn:x> ph:hasCompetenceBasis <urn:y> ; ph:hasContentBasis <urn:z> .", "two kinds of basis"),
        ("<urn:a> a ph:Assignment ; ph:agency <urn:c> . <urn:c> a ph:Collective .", "a group can be given a task"),
    ],
)
def test_what_is_right_passes(tmp_path: Path, extension: str, why: str) -> None:
    assert check_consistency(extended(tmp_path, extension)) == []


def test_a_class_that_can_have_no_member_is_named(tmp_path: Path) -> None:
    extension = "<urn:Office> a owl:Class ; rdfs:subClassOf ph:Agency , schema:AdministrativeArea ."
    assert check_consistency(extended(tmp_path, extension)) == ["urn:Office"]


def test_a_file_that_is_no_turtle_is_named(tmp_path: Path) -> None:
    with pytest.raises(TurtleError, match=r"extension\.ttl"):
        check_consistency(extended(tmp_path, "<urn:x> a ."))


def test_no_java_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phahe.reasoning.find_spec", lambda name: None)
    monkeypatch.setattr("phahe.reasoning.shutil.which", lambda name: None)
    with pytest.raises(ReasonerError, match="no Java found"):
        check_consistency(ONTOLOGY[:1])
