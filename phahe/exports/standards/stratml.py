"""StratML Part 2 (ISO 17469-2, PerformancePlanOrReport) of a plan: issuer, goals, objectives, stakeholders, performance indicators.

A goal is a heading under which tasks or targets stand; an objective is a task, or a provision that only sets targets; its stakeholders are the
agencies assigned with their roles; its indicators are the targets of the same provision.
"""

from __future__ import annotations

import uuid
from typing import IO, Any, Final

from phahe.exports.cleaning import xml_text
from phahe.exports.model import ExportError, Report
from phahe.exports.standards.facts import Facts, of_held
from phahe.labels import Label
from phahe.store import Store

NAMESPACE: Final = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
_NAME: Final = 120


def write(store: Store, documents: tuple[str, ...], out: IO[bytes], report: Report, language: str = "vi") -> None:
    """Write a plan as StratML. ExportError where its text is not held, or no task or target was read from it."""
    from lxml import etree  # noqa: PLC0415

    facts = of_held(store, documents[0], "StratML")
    if not facts.of_class("Task") and not facts.of_class("Target"):
        raise ExportError(Label("văn bản không có nhiệm vụ hay chỉ tiêu nào để ghi", "the document has no task or target to write"))
    root = _Writer(facts, report, language).plan()
    out.write(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def identifier(iri: str) -> str:
    """An XML identifier that is the same for the same thing everywhere.

    >>> identifier("https://w3id.org/phahe/place/20") == identifier("https://w3id.org/phahe/place/20")
    True
    """
    return f"_{uuid.uuid5(uuid.NAMESPACE_URL, iri)}"


class _Writer:
    def __init__(self, facts: Facts, report: Report, language: str) -> None:
        from lxml.builder import ElementMaker  # noqa: PLC0415

        self.facts, self.report, self.language = facts, report, language
        self._make = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})

    def make(self, name: str, *inside: Any, **attributes: str) -> Any:
        """An element; empty pieces of text and None are left out."""
        pieces = [xml_text(one, self.report) if isinstance(one, str) else one for one in inside if one is not None]
        return self._make(name, attributes, *pieces)

    def plan(self) -> Any:
        facts, document = self.facts, self.facts.document
        issuer = facts.iri(document, "issuer")
        organisation = self.make(
            "Organization",
            self.make("Name", facts.label(issuer) if issuer else ""),
            self.make("Identifier", identifier(issuer or f"{document}#issuer")),
            self.make("Description", issuer) if issuer else None,
            *self.agencies(facts.of_class("Assignment")),
        )
        goals = [self.goal(heading, items, number) for number, (heading, items) in enumerate(self.grouped(), 1)]
        dates = [self.make("PublicationDate", facts.date)] if facts.date else []
        about = self.make("AdministrativeInformation", self.make("Identifier", identifier(document)), *dates, self.make("Source", document))
        return self.make(
            "PerformancePlanOrReport", self.make("Name", facts.title), self.make("Description", facts.label(document)),
            self.make("StrategicPlanCore", organisation, *goals), about, Type="Performance_Plan",
        )  # fmt: skip

    def grouped(self) -> list[tuple[str, list[str]]]:
        """Objectives (IRIs of tasks, and of provisions that only set targets) under the nearest heading above them, in reading order."""
        facts = self.facts
        self.targets: dict[str, list[str]] = {}
        for target in facts.of_class("Target"):
            self.targets.setdefault(facts.iri(target, "provision"), []).append(target)
        tasks: dict[str, list[str]] = {}
        for task in facts.of_class("Task"):
            tasks.setdefault(facts.iri(task, "provision"), []).append(task)
        goals: dict[str, list[str]] = {}
        places = sorted({*tasks, *self.targets}, key=lambda iri: (facts.order(iri), iri))
        for place in places:
            goals.setdefault(self.heading(place), []).extend(tasks.get(place) or [place])
        return list(goals.items())

    def heading(self, place: str) -> str:
        """The nearest provision above with a heading; the document where there is none."""
        seen = {place}
        above = self.facts.iri(place, "partOf")
        while above and above not in seen:
            if self.facts.text(above, "heading"):
                return above
            seen.add(above)
            above = self.facts.iri(above, "partOf")
        return self.facts.document

    def goal(self, heading: str, items: list[str], number: int) -> Any:
        facts = self.facts
        name = facts.text(heading, "heading") or facts.title
        themes = sorted({facts.label(iri, self.language) for item in items for iri in facts.iris(item, "theme")})
        done: set[str] = set()
        objectives = [self.objective(item, done) for item in items]
        return self.make(
            "Goal", self.make("Name", name), self.make("Description", facts.text(heading, "text") or name),
            self.make("Identifier", identifier(f"{heading}#goal")), self.make("SequenceIndicator", facts.text(heading, "path") or str(number)),
            self.make("OtherInformation", "; ".join([*themes, heading])), *objectives,
        )  # fmt: skip

    def objective(self, item: str, done: set[str]) -> Any:
        """A task, or a provision with targets. The targets of a provision stand with its first task; `done` are those written."""
        facts = self.facts
        words = facts.text(item, "text")
        place = facts.iri(item, "provision") or item
        targets = [] if place in done else self.targets.get(place, [])
        done.add(place)
        timings = [facts.text(iri, "text") for iri in facts.iris(item, "hasTiming")]
        return self.make(
            "Objective", self.make("Name", _short(words)), self.make("Description", words), self.make("Identifier", identifier(item)),
            self.make("SequenceIndicator", facts.text(item, "path")), *self.agencies(facts.iris(item, "hasAssignment")),
            self.make("OtherInformation", "; ".join([*filter(None, timings), item])), *(self.indicator(one) for one in targets),
        )  # fmt: skip

    def agencies(self, assignments: list[str]) -> list[Any]:
        """Each agency of some assignments once, with its roles."""
        facts, roles = self.facts, dict[str, set[str]]()
        for one in assignments:
            roles.setdefault(facts.iri(one, "agency"), set()).add(facts.iri(one, "agencyRole"))
        return [
            self.make(
                "Stakeholder", self.make("Name", facts.label(agency)), self.make("Description", agency),
                *(self.make("Role", self.make("Name", facts.label(role, self.language)), self.make("Description", role), self.make("RoleType", "Performer"))
                  for role in sorted(filter(None, mine))),
                StakeholderTypeType="Generic_Group" if "/collective/" in agency else "Organization",
            )
            for agency, mine in sorted(roles.items(), key=lambda pair: (facts.label(pair[0]), pair[0])) if agency
        ]  # fmt: skip

    def indicator(self, target: str) -> Any:
        facts = self.facts
        value, year, unit = facts.text(target, "value"), facts.text(target, "year"), facts.iri(target, "unit")
        low, high = facts.text(target, "lowValue"), facts.text(target, "highValue")
        comparator = facts.iri(target, "comparator")
        described = None
        if comparator:
            span = f" {low}–{high}" if low or high else ""
            described = self.make(
                "Descriptor", self.make("DescriptorName", facts.label(comparator, self.language)),
                self.make("DescriptorValue", facts.text(target, "valueAsPrinted") or span.strip()),
            )  # fmt: skip
        result = self.make(
            "TargetResult", self.make("EndDate", f"{year}-12-31") if len(year) == 4 else None,
            self.make("NumberOfUnits", value) if value else None, described, self.make("Description", facts.text(target, "text")),
        )  # fmt: skip
        measure, place = facts.iri(target, "measure"), facts.iri(target, "place")
        about = [
            target,
            measure,
            facts.label(place) if place else "",
            facts.text(target, "condition"),
            *(f"{name} {bound}" for name, bound in (("≥", low), ("≤", high)) if bound),
        ]
        return self.make(
            "PerformanceIndicator",
            self.make("MeasurementDimension", facts.text(target, "measureAsPrinted") or facts.text(target, "text")),
            self.make("UnitOfMeasurement", facts.label(unit, self.language) if unit else ""), self.make("Identifier", identifier(target)),
            self.make("MeasurementInstance", result), self.make("OtherInformation", "; ".join(filter(None, about))),
            PerformanceIndicatorType="Quantitative" if value or low or high else "Qualitative",
        )  # fmt: skip


def _short(words: str) -> str:
    """The first words, cut between words.

    >>> _short("việc " * 50)[-6:]
    'việc …'
    """
    return words if len(words) <= _NAME else words[:_NAME].rpartition(" ")[0] + " …"
