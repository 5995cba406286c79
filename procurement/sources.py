"""The feeds this library reads: who publishes them, on what terms, what their amounts mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A published feed: where it comes from, and what its amounts mean."""

    id: str
    table: str
    title_en: str
    title_fr: str
    publisher: str
    address: str | None
    licence: str
    amount: str


_TORONTO = ("City of Toronto", "Open Government Licence – Toronto")
_FEDERAL = ("Public Works and Government Services Canada", "Open Government Licence – Canada")

SOURCES = {
    source.id: source
    for source in (
        Source(
            "toronto-awards",
            "awards",
            "City of Toronto, awarded contracts",
            "Ville de Toronto, contrats attribués",
            _TORONTO[0],
            "https://open.toronto.ca/dataset/tobids-awarded-contracts/",
            _TORONTO[1],
            "the award; several rows of one document and supplier are lots and are added",
        ),
        Source(
            "toronto-non-competitive",
            "awards",
            "City of Toronto, non-competitive contracts",
            "Ville de Toronto, contrats sans concurrence",
            _TORONTO[0],
            "https://open.toronto.ca/dataset/tobids-non-competitive-contracts/",
            _TORONTO[1],
            "the contract; several rows of one workspace and supplier are added",
        ),
        Source(
            "toronto-solicitations",
            "notices",
            "City of Toronto, solicitations",
            "Ville de Toronto, appels d'offres",
            _TORONTO[0],
            "https://open.toronto.ca/dataset/tobids-all-open-solicitations/",
            _TORONTO[1],
            "no amounts",
        ),
        Source(
            "federal-history",
            "awards",
            "Government of Canada, contract history 2009–2014",
            "Gouvernement du Canada, historique des contrats 2009-2014",
            _FEDERAL[0],
            None,
            _FEDERAL[1],
            "the contract's total, repeated on every amendment; the first total isn't published",
        ),
        Source(
            "federal-disclosure",
            "awards",
            "Government of Canada, proactive disclosure of contracts",
            "Gouvernement du Canada, divulgation proactive des contrats",
            "Government of Canada",
            "https://open.canada.ca/data/en/dataset/d8f85d91-7dec-4fd1-8055-483b77225d8b",
            _FEDERAL[1],
            "the contract's total as of the row; the first total and the change stand beside it",
        ),
        Source(
            "canadabuys-tenders",
            "notices",
            "CanadaBuys, tender notices",
            "AchatsCanada, avis d'appel d'offres",
            "Public Services and Procurement Canada",
            "https://open.canada.ca/data/en/dataset/6abd20d4-7a1c-4b38-baa2-9525d0bb2fd2",
            _FEDERAL[1],
            "no amounts",
        ),
        Source(
            "canadabuys-awards",
            "awards",
            "CanadaBuys, award notices",
            "AchatsCanada, avis d'attribution",
            "Public Services and Procurement Canada",
            "https://open.canada.ca/data/en/dataset/a1acb126-9ce8-40a9-b889-5da2b1dd20cb",
            _FEDERAL[1],
            "the total with amendments; where none is published, the amount of the notice",
        ),
        Source(
            "canadabuys-history",
            "awards",
            "CanadaBuys, contract history since 2009",
            "AchatsCanada, historique des contrats depuis 2009",
            "Public Services and Procurement Canada",
            "https://open.canada.ca/data/en/dataset/4fe645a1-ffcd-40c1-9385-2c771be956a4",
            _FEDERAL[1],
            "the total at the time of the export; the first award and each change stand beside it",
        ),
        Source(
            "buyandsell-tenders",
            "notices",
            "Buyandsell.gc.ca, tender notices of 2014 (Open Contracting pilot)",
            "Achatsetventes.gc.ca, avis d'appel d'offres de 2014 (projet pilote)",
            _FEDERAL[0],
            "https://buyandsell.gc.ca",
            _FEDERAL[1],
            "no amounts",
        ),
        Source(
            "seao",
            "notices",
            "Québec, SEAO, calls and contracts",
            "Québec, SEAO, avis et contrats",
            "Secrétariat du Conseil du trésor",
            "https://www.donneesquebec.ca/recherche/dataset/d23b2e02-085d-43e5-9e6e-e1d558ebfdd5",
            "CC BY 4.0",
            "the contract's last total, else the award; the award stands beside it",
        ),
        Source(
            "seao-xml",
            "notices",
            "Québec, SEAO, calls with all bids, final amounts and supplements (XML)",
            "Québec, SEAO, avis avec toutes les soumissions, montants finaux et suppléments (XML)",
            "Secrétariat du Conseil du trésor",
            "https://www.donneesquebec.ca/recherche/dataset/d23b2e02-085d-43e5-9e6e-e1d558ebfdd5",
            "CC BY 4.0",
            "the award, with the supplements published since added; the final total once it ended",
        ),
        Source(
            "ocds",
            "notices",
            "Open Contracting releases and records",
            "Données ouvertes sur les contrats (OCDS)",
            "the publisher of the file",
            None,
            "as the publisher of the file says",
            "the contract's last total, else the award; the award stands beside it",
        ),
    )
}
