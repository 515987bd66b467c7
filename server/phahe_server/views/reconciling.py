"""The JSON of the reconciliation protocol (W3C CG, version 0.2, https://reconciliation-api.github.io/specs/0.2/): queries in, answers out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import phahe
from phahe.labels import Label
from phahe.namespaces import BASE
from phahe.reconciliation import Candidate, Entity, Given, Index, Property, Query, Value, kinds, suggesting
from phahe_server.filters import date as written
from phahe_server.problems import Problem

#: Queries a batch may hold, things and properties a request for values may name.
BATCH: Final = 100
_MOST_IDS: Final = 2_000
_MOST_PROPERTIES: Final = 40
_CALLBACK: Final = re.compile(r"[A-Za-z_$][\w$]{0,80}(?:\.[A-Za-z_$][\w$]{0,80}){0,4}")

Json = dict[str, Any]


def both(label: Label) -> str:
    """A name in both languages.

    >>> both(Label("Địa bàn", "Place"))
    'Địa bàn (Place)'
    """
    return label.vi if label.vi == label.en else f"{label.vi} ({label.en})"


def manifest(root: str) -> Json:
    """What the service offers; `root` is the address of the server."""
    here = f"{root}/reconcile"
    return {
        "versions": ["0.2"],
        "name": "Phả hệ: địa bàn, cơ quan, văn bản, chỉ số",
        "identifierSpace": BASE,
        "schemaSpace": f"{BASE}ns#",
        "serviceVersion": phahe.__version__,
        "documentation": f"{root}/catalog#reconcile",
        "logo": f"{root}/static/mark.svg",
        "defaultTypes": [_kind(name) for name in ("place", "agency", "document", "measure")],
        "view": {"url": f"{root}/{{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": 430, "height": 260},
        "suggest": {name: {"service_url": root, "service_path": f"/reconcile/suggest/{name}"} for name in ("entity", "property", "type")},
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/reconcile/extend/propose"},
            "property_settings": [
                {
                    "name": "limit", "type": "number", "default": 0, "label": "Số giá trị tối đa (at most)",
                    "help_text": "0: mọi giá trị (all values)",
                }
            ],
        },
        "batchSize": BATCH,
    }  # fmt: skip


def _kind(name: str) -> Json:
    return {"id": name, "name": both(kinds()[name].label)}


def types_of(entity: Entity) -> list[Json]:
    """The types of a thing, the finest first."""
    finer = {value.id.removeprefix("vocab/"): value.text for value in entity.facts.get("kind", ())}
    return [*({"id": one, "name": finer.get(one, one), "broader": [_kind(entity.kind)]} for one in entity.types[1:]), _kind(entity.kind)]


def description(entity: Entity) -> str:
    """What tells a thing from its namesakes, in a few words."""
    if entity.kind == "place":
        ended = f"đến hết {written(entity.valid_to)}" if entity.valid_to else ""
        code = f"mã {entity.first('code')}" if entity.first("code") else ""
        parts = [entity.first("within"), code, f"từ {written(entity.valid_from)}" if entity.valid_from else "", ended]
    elif entity.kind == "agency":
        parts = [entity.first("kind"), entity.first("place")]
    elif entity.kind == "document":
        day = entity.first("dateIssued") or entity.first("datePassed")
        parts = [written(day) if day else "", entity.first("issuer"), entity.first("title")]
    else:
        parts = [entity.first("unit"), entity.first("definition")]
    words = "; ".join(part for part in parts if part)
    return words if len(words) <= 240 else words[:239] + "…"


def decoded(text: str) -> Any:
    """A parameter as JSON. Problem 400 where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Problem(400, f"The parameter is not JSON: {str(error)[:200]}") from None


def queries(text: str) -> dict[str, Query]:
    """The queries of a batch by their keys. Problem 400 for what the specification does not allow, 413 for too many."""
    batch = decoded(text)
    if not isinstance(batch, dict):
        raise Problem(400, "queries must be a JSON object of queries by key.")
    if len(batch) > BATCH:
        raise Problem(413, f"A batch holds at most {BATCH} queries.", {"limit": BATCH})
    return {str(key): _query(str(key), one) for key, one in batch.items()}


def _query(key: str, one: Any) -> Query:
    if not isinstance(one, dict):
        raise Problem(400, f"The query {key[:80]!r} must be a JSON object.")
    text, limit, types = one.get("query", ""), one.get("limit", 10), one.get("type", [])
    if not isinstance(text, str) or isinstance(limit, bool) or not isinstance(limit, (int, float)) or not limit >= 1:
        raise Problem(400, f"In {key[:80]!r} query must be a text and limit a positive number.")
    types = [types] if isinstance(types, str) else [] if types is None else types
    if not isinstance(types, list) or not all(isinstance(name, str) for name in types):
        raise Problem(400, f"In {key[:80]!r} type must be one or several ids.")
    given = _conditions(key, one.get("properties") or [])
    if not text.strip() and not given:
        raise Problem(400, f"The query {key[:80]!r} asks for nothing: query or properties is needed.")
    return Query(text, tuple(types), given, int(min(limit, BATCH)))


def _conditions(key: str, listed: Any) -> tuple[Given, ...]:
    if not isinstance(listed, list) or len(listed) > _MOST_PROPERTIES:
        raise Problem(400, f"In {key[:80]!r} properties must be a list of at most {_MOST_PROPERTIES}.")
    found = []
    for one in listed:
        if not isinstance(one, dict) or not isinstance(one.get("pid"), str) or "v" not in one:
            raise Problem(400, f"In {key[:80]!r} each property needs pid and v.")
        values = one["v"] if isinstance(one["v"], list) else [one["v"]]
        things = [value for value in values if isinstance(value, dict)]
        words = [_words(value) for value in values if not isinstance(value, dict)] + [
            str(thing["name"]) for thing in things if thing.get("name")
        ]
        ids = [str(thing.get("id", "")).removeprefix(BASE) for thing in things]
        words = [word for word in words if word.strip()]
        if words or ids:
            found.append(Given(one["pid"], tuple(words), tuple(ids)))
    return tuple(found)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value) if value is not None else ""


def result(candidates: Iterable[Candidate]) -> Json:
    """The answer to one query."""
    return {
        "result": [
            {
                "id": one.entity.id, "name": one.entity.name, "description": description(one.entity),
                "type": [{"id": kind["id"], "name": kind["name"]} for kind in types_of(one.entity)], "score": one.score, "match": one.match,
                "features": [{"id": name, "value": value} for name, value in one.features.items()],
            }
            for one in candidates
        ]
    }  # fmt: skip


def answers(index: Index, batch: Mapping[str, Query]) -> Json:
    """The answers to a batch, by the keys of the queries."""
    return {key: result(index.find(query)) for key, query in batch.items()}


def extension(text: str) -> tuple[list[str], dict[str, int]]:
    """The things and the properties (with the most values wanted, 0 for all) of a request for values. Problem 400 or 413."""
    asked = decoded(text)
    ids, properties = (asked.get("ids"), asked.get("properties")) if isinstance(asked, dict) else (None, None)
    if not isinstance(ids, list) or not isinstance(properties, list) or not all(isinstance(one, str) for one in ids):
        raise Problem(400, "extend needs ids (texts) and properties.")
    if len(ids) > _MOST_IDS or len(properties) > _MOST_PROPERTIES:
        raise Problem(413, f"At most {_MOST_IDS} ids and {_MOST_PROPERTIES} properties are answered at once.")
    wanted: dict[str, int] = {}
    for one in properties:
        if not isinstance(one, dict) or not isinstance(one.get("id"), str):
            raise Problem(400, "Each property needs an id.")
        limit = one["settings"].get("limit", 0) if isinstance(one.get("settings"), dict) else 0
        wanted[one["id"]] = (
            int(limit) if isinstance(limit, str) and limit.isascii() and limit.isdigit() and len(limit) < 7 else _limit(limit)
        )
    return ids, wanted


def _limit(value: Any) -> int:
    return int(value) if isinstance(value, (int, float)) and 0 < value < 1_000_000 else 0


def extended(index: Index, wanted: Mapping[str, int], found: Mapping[str, Mapping[str, Sequence[Value]]]) -> Json:
    """The answer to a request for values."""
    every = {one.id: one for kind in kinds().values() for one in kind.properties.values()}
    rows = {
        iri: {name: [cell(index, value) for value in values[: wanted[name] or None]] for name, values in row.items()}
        for iri, row in found.items()
    }
    return {"meta": [meta(name, every.get(name)) for name in wanted], "rows": rows}


def meta(name: str, known: Property | None) -> Json:
    """A property as the client heads a column with it; the kind of its values where they can be found here."""
    found: Json = {"id": name, "name": both(known.label) if known else name}
    if known and known.of in kinds():
        found["type"] = _kind(known.of)
    return found


def cell(index: Index, value: Value) -> Json:
    """A value: a thing of ours, a day, a number, words."""
    if value.id in index.entities:
        return {"id": value.id, "name": value.text}
    if value.kind == "date":
        return {"date": f"{value.text[:10]}T00:00:00Z"}
    if value.kind == "number":
        return {"float": float(value.text)}
    return {"str": value.text}


def callback(name: str) -> str:
    """The name of a JSONP function. Problem 400 for what is none."""
    if not _CALLBACK.fullmatch(name):
        raise Problem(400, "callback must be the name of a function.")
    return name


def all_types(index: Index, prefix: str = "") -> list[Json]:
    """The kinds and the finer kinds that begin with `prefix`."""
    found = {name: (kinds()[name].label, _kind(name)) for name in kinds()}
    for entity in index.entities.values():
        for kind in types_of(entity)[:-1]:
            if kind["id"] not in found:
                found[kind["id"]] = Label(kind["name"], kind["name"]), {**kind, "description": both(kinds()[entity.kind].label)}
    return suggesting.among(((name, label, kind) for name, (label, kind) in found.items()), prefix)


def preview(entity: Entity) -> Json:
    """What the small page of a thing shows: its kind, and its facts with their headings."""
    properties = kinds()[entity.kind].properties.values()
    facts = [(one.label, [value.text if value.kind != "date" else written(value.text) for value in entity.facts[one.id][:3]])
             for one in properties if one.id in entity.facts and one.id != "kind"]  # fmt: skip
    return {"address": f"{BASE}{entity.id}", "kind": ", ".join(kind["name"] for kind in types_of(entity)[:1]), "facts": facts[:7]}
