"""SEAO's XML as its publisher lays it out: a file of calls, of final amounts, of supplements.

The layout is that of “Format XML pour les données ouvertes du SEAO” (2014) and of the files that
public readers of the archives test against; names and figures are made up.
"""

from __future__ import annotations

from pathlib import Path

HEAD = '<?xml version="1.0" encoding="{encoding}"?>\n<export datedebut="2024-05-01">\n'
CALL = {
    "numeroseao": "304462",
    "numero": "EA-0902-02",
    "organisme": "Ville de Laval",
    "municipal": "1",
    "ville": "Laval",
    "province": "QC",
    "titre": "Entretien ménager de la caserne",
    "type": "3",
    "nature": "2",
    "categorieseao": "S3 - Entretien",
    "datepublication": "2009-06-01 14:27",
    "datefermeture": "2009-06-25 14:00",
    "datesaisieouverture": "2009-06-26 09:00",
    "datesaisieadjudication": "2009-07-22 10:00",
    "dateadjudication": "2009-07-21",
    "regionlivraison": "13",
    "unspscprincipale": "76111500",
    "disposition": "",
    "hyperlienseao": "https://www.seao.ca/avis.aspx?ItemId=8524186d",
}
BIDDER = {
    "nomorganisation": "NETTOYAGE ALPHA INC.",
    "adresse1": "1 rue Principale",
    "ville": "Sainte-Adèle",
    "province": "QC",
    "pays": "CAN",
    "codepostal": "J8B2J6",
    "neq": "1149222300",
    "admissible": "",
    "conforme": "1",
    "adjudicataire": "1",
    "montantsoumis": "574250.840000",
    "montantssoumisunite": "1",
    "montantcontrat": "574250.840000",
    "montanttotalcontrat": "0.000000",
}
LOSER = {
    **BIDDER,
    "nomorganisation": "ENTRETIEN BÊTA LTÉE",
    "neq": "1142177600",
    "adjudicataire": "0",
    "montantsoumis": "744504.800000",
    "montantcontrat": "0.000000",
}
FINAL = {
    "numeroseao": "304462",
    "numero": "EA-0902-02",
    "datefinale": "2010-08-10",
    "datepublicationfinale": "2010-08-16",
    "montantfinal": "700000.000000",
    "nomcontractant": "NETTOYAGE ALPHA INC.",
    "neqcontractant": "1149222300",
}
SUPPLEMENT = {
    "datedepense": "2010-01-15",
    "datepublicationdepense": "2010-01-20",
    "montantdepense": "100000.000000",
    "description": "Dépense supplémentaire excédant 10 %",
    "nomcontractant": "NETTOYAGE ALPHA INC.",
    "neqcontractant": "1149222300",
}


def element(name: str, content: dict[str, str] | str) -> str:
    if isinstance(content, dict):
        content = "".join(element(one, text) for one, text in content.items())
    return f"<{name}>{content}</{name}>" if content else f"<{name} />"


def call(*bidders: dict[str, str], **changes: str) -> str:
    inside = "".join(element("fournisseur", one) for one in bidders or (BIDDER, LOSER))
    return element("avis", CALL | changes | {"fournisseurs": inside})


def final(**changes: str) -> str:
    return element("contrat", FINAL | changes)


def supplements(*listed: dict[str, str], number: str = "304462") -> str:
    inside = "".join(element("depense", SUPPLEMENT | one) for one in listed or ({},))
    return element("avis", {"numeroseao": number, "numero": "EA-0902-02", "depenses": inside})


def written(path: Path, *records: str, encoding: str = "utf-8", head: str = HEAD) -> Path:
    text = head.format(encoding=encoding) + "\n".join(records) + "\n</export>\n"
    path.write_bytes(text.encode(encoding))
    return path
