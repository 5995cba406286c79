"""The columns of CanadaBuys' award notices and contract history, as its files of 2026 have them.

All 80 of the award notices in their order; of the 91 of the history those seen in public use.
"""

from __future__ import annotations

import csv
from pathlib import Path

_BOTH = ["eng", "fra"]
_SHARED = [
    "referenceNumber-numeroReference",
    "amendmentNumber-numeroModification",
    "solicitationNumber-numeroSollicitation",
    "contractNumber-numeroContrat",
    "publicationDate-datePublication",
    "contractAwardDate-dateAttributionContrat",
    "amendmentDate-dateModification",
    "contractStartDate-contratDateDebut",
    "contractEndDate-dateFinContrat",
    "contractAmount-montantContrat",
    "totalContractValue-valeurTotaleContrat",
    "contractCurrency-contratMonnaie",
]
_TWICE_BEFORE = ["instrumentType-typeInstrument", "amendmentType-typeModification"]
_TWICE = [
    "noticeType-avisType",
    "procurementMethod-methodeApprovisionnement",
    "selectionCriteria-criteresSelection",
    "limitedTenderingReason-raisonAppelOffresLimite",
    "tradeAgreements-accordsCommerciaux",
    "regionsOfDelivery-regionsLivraison",
]
_SUPPLIER = [
    "supplierLegalName-nomLegalFournisseur-eng",
    "supplierAddressLine-ligneAdresseFournisseur-eng",
    "supplierAddressCity-fournisseurAdresseVille-eng",
    "supplierAddressProvince-fournisseurAdresseProvince-eng",
    "supplierAddressPostalCode-fournisseurAdresseCodePostal",
    "supplierAddressCountry-fournisseurAdressePays-eng",
    "supplierLegalName-nomLegalFournisseur-fra",
    "supplierAddressLine-ligneAdresseFournisseur-fra",
    "supplierAddressCity-fournisseurAdresseVille-fra",
    "supplierAddressProvince-fournisseurAdresseProvince-fra",
    "supplierAddressCountry-fournisseurAdressePays-fra",
]
_BUYER = [
    "contractingEntityName-nomEntitContractante-eng",
    "contractingEntityAddressLine-ligneAdresseEntiteContractante-eng",
    "contractingEntityAddressCity-entiteContractanteAdresseVille-eng",
    "contractingEntityAddressProvince-entiteContractanteAdresseProvince-eng",
    "contractingEntityAddressPostalCode-entiteContractanteAdresseCodePostal",
    "contractingEntityAddressCountry-entiteContractanteAdressePays-eng",
    "contractingEntityName-nomEntitContractante-fra",
    "contractingEntityAddressLine-ligneAdresseEntiteContractante-fra",
    "contractingEntityAddressCity-entiteContractanteAdresseVille-fra",
    "contractingEntityAddressProvince-entiteContractanteAdresseProvince-fra",
    "contractingEntityAddressCountry-entiteContractanteAdressePays-fra",
    "endUserEntitiesName-nomEntitesUtilisateurFinal-eng",
    "endUserEntitiesAddress-adresseEntitesUtilisateurFinal-eng",
    "endUserEntitiesName-nomEntitesUtilisateurFinal-fra",
    "endUserEntitiesAddress-adresseEntitesUtilisateurFinal-fra",
]
_CONTACT = [
    "contactInfoName-informationsContactNom",
    "contactInfoEmail-informationsContactCourriel",
    "contactInfoPhone-contactInfoTelephone",
    "contactInfoFax",
    "contactInfoAddressLine-contactInfoAdresseLigne-eng",
    "contactInfoCity-contacterInfoVille-eng",
    "contactInfoProvince-contacterInfoProvince-eng",
    "contactInfoPostalcode",
    "contactInfoCountry-contactInfoPays-eng",
    "contactInfoAddressLine-contactInfoAdresseLigne-fra",
    "contactInfoCity-contacterInfoVille-fra",
    "contactInfoProvince-contacterInfoProvince-fra",
    "contactInfoCountry-contactInfoPays-fra",
]


def _twice(names: list[str]) -> list[str]:
    return [f"{name}-{language}" for name in names for language in _BOTH]


def _columns(status: str, text: str) -> list[str]:
    titles = _twice(["title-titre"])
    codes = ["gsin-nibs", *_twice(["gsinDescription-nibsDescription"])]
    codes += ["unspsc", *_twice(["unspscDescription"])]
    codes += ["procurementCategory-categorieApprovisionnement"]
    kinds = _twice([status, *_TWICE_BEFORE])
    rest = [*_twice(_TWICE), *_SUPPLIER, *_BUYER, *_CONTACT, *_twice([text])]
    return [*titles, *_SHARED, *kinds, *codes, *rest]


AWARDS = _columns("awardStatus-attributionStatut", "awardDescription-descriptionAttribution")
HISTORY = [
    *_columns("contractStatus-statutContrat", "tenderDescription-descriptionAppelOffres"),
    "procurementNumber-numeroApprovisionnement",
    "numberOfRecords-nombreEnregistrements",
    "supplierStandardizedName-nomNormaliseFournisseur-eng",
    "supplierOperatingName-nomCommercialFournisseur-eng",
    "supplierEmployeeCount-fournisseurNombreEmployes-eng",
    "endUserEntitiesOfficeName-bureauNomEntitesUtilisateurFinal-eng",
    "percentageOfGoodsByCountry-pourcentageDeBiensParPays",
]
NUMBER = "amendmentNumber-numeroModification"
TOTAL = "totalContractValue-valeurTotaleContrat"
STEP = "contractAmount-montantContrat"
BASE = {
    "title-titre-eng": "Translation services",
    "referenceNumber-numeroReference": "CW1",
    NUMBER: "000",
    "solicitationNumber-numeroSollicitation": "W0125-27",
    "contractNumber-numeroContrat": "CW1-001",
    "contractAwardDate-dateAttributionContrat": "2026-05-13",
    "contractStartDate-contratDateDebut": "2026-06-01",
    "contractEndDate-dateFinContrat": "2028-05-31",
    STEP: "7848302.00",
    TOTAL: "8130192.29",
    "contractCurrency-contratMonnaie": "CAD",
    "awardStatus-attributionStatut-eng": "Active",
    "contractStatus-statutContrat-eng": "Amended",
    "instrumentType-typeInstrument-eng": "Contract",
    "amendmentType-typeModification-eng": "Original",
    "unspsc": "*82111800\n*82112000",
    "unspscDescription-eng": "*Editorial services\n*Translation services",
    "gsin-nibs": "*R109A",
    "procurementCategory-categorieApprovisionnement": "*SRV\n*GD",
    "procurementMethod-methodeApprovisionnement-eng": "Competitive - Open bidding",
    "tradeAgreements-accordsCommerciaux-eng": "*CFTA\n*WTO-AGP",
    "regionsOfDelivery-regionsLivraison-eng": "*National Capital Region (NCR)",
    "supplierLegalName-nomLegalFournisseur-eng": "Ubiqus Ottawa Inc.",
    "contractingEntityName-nomEntitContractante-eng": "Public Services and Procurement Canada",
    "endUserEntitiesName-nomEntitesUtilisateurFinal-eng": "Translation Bureau",
    "contactInfoName-informationsContactNom": "Jordan Roe",
    "contactInfoPostalcode": "K1A 0A0",
}


def published(path: Path, columns: list[str], *rows: dict[str, str]) -> Path:
    """A file of these columns; each row changes BASE."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(BASE | row for row in rows)
    return path
