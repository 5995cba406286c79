"""Findings made into a document: tagged PDF, in English or French, kept as it was handed out."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from pathlib import Path

import typst
from django.db import transaction
from django.utils import translation

from reclaim.core import audit
from reclaim.core.errors import require
from reclaim.evidence import queries, rules
from reclaim.evidence.models import Dossier, Finding
from reclaim.evidence.services.paper import Paper, paper
from reclaim.people.models import User
from reclaim.watch.models import Service

TEMPLATE = Path(__file__).parents[1] / "templates" / "evidence" / "dossier.typ"


@transaction.atomic
def make_dossier(service: Service, language: str, *, by: User, at: datetime) -> Dossier:
    """The dossier of a service's current findings. The same findings give the same file, which
    is then not made again."""
    require(rules.why_not_make(by, service))
    require(rules.why_not_in(language))
    service = Service.objects.select_for_update().get(pk=service.pk)
    findings = list(Finding.objects.current().filter(service=service).order_by("pk"))
    require(rules.why_nothing_to_tell(len(findings)))
    mark = mark_of(findings, language)
    known = Dossier.objects.filter(made_of=mark).first()
    if known is not None and known.path.exists():
        return known
    return print_dossier(service, language, findings, known, by=by, at=at)


def mark_of(findings: list[Finding], language: str) -> str:
    """Changes when an answer, the language or the look of the document changes."""
    made_of = [language, *(str(finding.pk) for finding in findings)]
    look = hashlib.sha256(TEMPLATE.read_bytes()).hexdigest()
    return hashlib.sha256(" ".join([*made_of, look]).encode()).hexdigest()


def print_dossier(
    service: Service,
    language: str,
    findings: list[Finding],
    known: Dossier | None,
    *,
    by: User,
    at: datetime,
) -> Dossier:
    with translation.override(language):
        told = queries.findings_of(service)
        content, pages = printed(paper(service, told), max(f.as_of for f in findings))
    dossier = known or Dossier(service=service, language=language, made_by=by, made_at=at)
    dossier.made_of = mark_of(findings, language)
    dossier.file = f"dossiers/{service.slug}-{language}-{dossier.made_of[:12]}.pdf"
    dossier.sha256, dossier.pages = hashlib.sha256(content).hexdigest(), pages
    keep(dossier.path, content)
    dossier.save()
    dossier.findings.set(findings)
    audit.record("make dossier", dossier, by=by, at=at, language=language, pages=pages)
    return dossier


def printed(document: Paper, as_of: date) -> tuple[bytes, int]:
    """The PDF and how many pages it has: PDF/UA-1, with the fonts Typst carries, so that every
    machine makes the same file."""
    inputs = {"document": json.dumps(document, ensure_ascii=False)}
    content = typst.compile(
        TEMPLATE,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        timestamp=int(datetime(as_of.year, as_of.month, as_of.day).timestamp()),
    )
    asked = typst.query(
        TEMPLATE, "<pages>", field="value", one=True, sys_inputs=inputs, ignore_system_fonts=True
    )
    return content, int(json.loads(asked))


def keep(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_bytes(content)
    partial.replace(path)
