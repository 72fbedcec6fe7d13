"""The checklist: `content/checklist/<stage>.yaml` and `combinations.yaml`."""

from bot.domain.facts import Combination, CombinationVerdict, Sign, Stage, Weight
from bot.domain.vetting import HEAVIEST, WEIGHT
from bot.library.documents import Document
from bot.library.records import Notes, Record


def read_signs(document: Document, notes: Notes) -> list[Sign]:
    """The signs of one stage."""
    file = Record(notes, document, (), document.data)
    signs = [_sign(record) for record in file.records("signs")]
    file.finish()
    return signs


def read_combinations(document: Document, notes: Notes) -> list[Combination]:
    """The combinations of signs."""
    file = Record(notes, document, (), document.data)
    combinations = [_combination(record) for record in file.records("combinations")]
    file.finish()
    return combinations


def _sign(record: Record) -> Sign:
    weight = record.choice("weight", Weight)
    sign = Sign(
        id=record.text("id"),
        title=record.text("title"),
        why=record.text("why"),
        question=record.text("question"),
        good_answer=record.text("good_answer"),
        weight=weight,
        counts=_counts(record, weight),
        stage=record.choice("stage", Stage),
        warns_on_no=record.flag("warns_on_no"),
        asked=record.flag("asked"),
        share=record.number("share") or 0.0,
        sources=record.texts("sources"),
    )
    record.finish()
    return sign


def _counts(record: Record, weight: Weight) -> float:
    counts = record.number("counts")
    if counts is None:
        return WEIGHT[weight]
    if not 0 < counts <= HEAVIEST:
        record.problem(
            f"counts is {counts}, but no sign counts more than {HEAVIEST}: one alone must not make an offer high", "counts"
        )
    return counts


def _combination(record: Record) -> Combination:
    combination = Combination(
        id=record.text("id"),
        all_of=frozenset(record.texts("all_of")),
        or_all_of=tuple(frozenset(signs) for signs in record.lists("or_all_of")),
        any_place=frozenset(record.texts("any_place")),
        verdict=record.choice("verdict", CombinationVerdict),
        message=record.text("message"),
        sources=record.texts("sources"),
    )
    record.finish()
    return combination
