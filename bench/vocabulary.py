"""Words for made-up disclosures: no firm and no person here exists."""

from __future__ import annotations

from functools import cache
from itertools import product

FIRMS, SPELLINGS = 16_000, 3
_FIRST = [
    "Northgate",
    "Harbour",
    "Maple",
    "Summit",
    "Granite",
    "Prairie",
    "Lakeside",
    "Boreal",
    "Cedar",
    "Keystone",
    "Aurora",
    "Beacon",
    "Tamarack",
    "Riverside",
    "Polar",
    "Horizon",
    "Atlas",
    "Falcon",
    "Ridgeway",
    "Sterling",
    "Birchmount",
    "Crystal",
    "Éclair",
    "Laurentide",
    "Outaouais",
    "Belvédère",
    "Rivière",
    "Érable",
    "Côté",
    "Montagne",
]
_SECOND = [
    "Building",
    "Data",
    "Marine",
    "Protection",
    "Technical",
    "Catering",
    "Transport",
    "Medical",
    "Field",
    "Janitorial",
    "Engineering",
    "Power",
    "Language",
    "Records",
    "Security",
    "Aviation",
    "Laboratory",
    "Paving",
    "Supply",
    "Office",
]
_THIRD = [
    "Services",
    "Group",
    "Solutions",
    "Systems",
    "Consulting",
    "Partners",
    "Works",
    "Associates",
    "Industries",
    "Canada",
    "Logistics",
    "Contractors",
    "Entretien",
    "Technologies",
    "Enterprises",
    "Holdings",
    "Professionals",
    "Networks",
    "Management",
    "Maintenance",
    "Rentals",
    "Staffing",
    "Research",
    "Training",
    "Design",
    "Analytics",
    "Labs",
]
_LEGAL = ("Inc.", "Ltd.", "Limited", "Corporation", "Ltée", "LLP", "Inc", "& Sons Ltd.")


@cache
def names() -> tuple[str, ...]:
    """16,000 firms in three spellings each; a name with a comma is in quotation marks."""
    found: list[str] = []
    for number, parts in zip(range(FIRMS), product(_FIRST, _SECOND, _THIRD), strict=False):
        plain, legal = " ".join(parts), _LEGAL[number % len(_LEGAL)]
        last = f'"{plain}, {legal}"' if number % 3 else plain
        found += (f"{plain} {legal}", f"{plain} {legal}".upper().rstrip("."), last)
    return tuple(found)


_FIELDS = (
    ("Fisheries", "Pêches"),
    ("Transport", "Transports"),
    ("Health", "Santé"),
    ("Forests", "Forêts"),
    ("Veterans", "Anciens combattants"),
    ("Statistics", "Statistique"),
    ("Heritage", "Patrimoine"),
    ("Border Services", "Services frontaliers"),
    ("Agriculture", "Agriculture"),
    ("Environment", "Environnement"),
    ("Space", "Espace"),
    ("Grain", "Grains"),
    ("Parks", "Parcs"),
    ("Libraries and Archives", "Bibliothèque et Archives"),
    ("Museums", "Musées"),
    ("Revenue", "Revenu"),
    ("Labour", "Travail"),
    ("Housing", "Logement"),
    ("Innovation", "Innovation"),
    ("Public Safety", "Sécurité publique"),
)
_BODIES = (
    ("Department of {} Canada", "Ministère canadien – {}"),
    ("{} Canada Agency", "Agence canadienne – {}"),
    ("Canadian {} Commission", "Commission canadienne – {}"),
    ("Office of {} Canada", "Bureau du Canada – {}"),
    ("{} Review Board of Canada", "Conseil canadien – {}"),
)
BUYERS = tuple(
    (f"{field[0][:4].lower()}{place}-can", " | ".join(body[i].format(field[i]) for i in (0, 1)))
    for place, body in enumerate(_BODIES)
    for field in _FIELDS
)
# object code of two, three or four digits; in English; in French; commodity; kind of commodity
OBJECTS = (
    ("812", "Janitorial and cleaning services", "Services de conciergerie", "S201A", "S"),
    ("460", "Protection and guard services", "Services de protection", "S206A", "S"),
    ("813", "Temporary help services", "Services d'aide temporaire", "R201T", "S"),
    ("819", "Laundry and dry cleaning", "Buanderie et nettoyage à sec", "S209A", "S"),
    ("822", "Catering and food services", "Services d'alimentation", "S203A", "S"),
    ("665", "Snow removal and grounds", "Déneigement et terrains", "S205B", "S"),
    ("0491", "Management consulting", "Conseils en gestion", "R019F", "S"),
    ("473", "Information technology consultants", "Experts-conseils en TI", "D302A", "S"),
    ("446", "Training consultants", "Consultants en formation", "U009A", "S"),
    ("1282", "Servers, storage and printers", "Serveurs – stockage et imprimantes", "7010", "G"),
    ("584", "License fees for software", "Licences d'utilisation de logiciels", "5340", "G"),
    ("1227", "Office furniture and furnishings", "Mobilier et ameublement", "7110", "G"),
    ("1172", "Stationery and office supplies", "Papeterie et fournitures", "7510", "G"),
    ("1122", "Vehicle fuel", "Carburant pour véhicules", "9130", "G"),
    ("630", "Repair of buildings", "Réparation d'immeubles", "5169", "C"),
    ("1310", "Construction of roads", "Construction de routes", "5131", "C"),
    ("352", "Voice communications services", "Communications par la voix", "D399", "S"),
    ("859", "Other business services", "Autres services aux entreprises", "R123", "S"),
    ("430", "Scientific services", "Services scientifiques", "A119", "S"),
    ("0494", "Translation services", "Services de traduction", "R109", "S"),
)
_TOWNS = [
    "Ottawa",
    "Gatineau",
    "Toronto",
    "Montréal",
    "Québec",
    "Halifax",
    "Moncton",
    "St. John's",
    "Charlottetown",
    "Winnipeg",
    "Regina",
    "Saskatoon",
    "Calgary",
    "Edmonton",
    "Vancouver",
    "Victoria",
    "Whitehorse",
    "Yellowknife",
    "Iqaluit",
    "Sudbury",
    "Thunder Bay",
    "Kingston",
    "Trenton",
    "Petawawa",
    "Bagotville",
    "Gander",
    "Comox",
    "Esquimalt",
    "Prince Rupert",
    "Inuvik",
]
SITES = ("",) * 200 + tuple(f", Building {n}, {town}" for n in range(1, 21) for town in _TOWNS)
POSTAL = tuple(f"{a}{n}{b}" for a in "KJMTVBERSH" for n in range(1, 10) for b in "ABCGHKM")
_GIVEN = [
    "Alex",
    "Sam",
    "Robin",
    "Jo",
    "Kim",
    "Max",
    "Noor",
    "Lou",
    "Andy",
    "Chris",
    "Dana",
    "Jules",
    "Sacha",
    "Ariel",
    "Dominique",
]
_FAMILY = [
    "Tester",
    "Sample",
    "Example",
    "Exemple",
    "Essai",
    "Modèle",
    "Draft",
    "Ébauche",
    "Placeholder",
    "Specimen",
]
PERSONS = tuple(f"{given} {family}" for given, family in product(_GIVEN, _FAMILY))
CONTACTS = (
    "; ask alex.tester@canada.example",
    "; call 613-555-0142",
    " (contact: sam.sample@buyer.example or (819) 555-0107 ext 12)",
)
_COMMENTS = (
    (
        "This contract was competitively sourced.",
        "Le présent marché a été adjugé dans le cadre d'un concours.",
    ),
    (
        "This contract includes one or more amendments.",
        "Ce contrat comprend une ou plusieurs modifications.",
    ),
    ("This contract is a multi-year contract.", "Ce contrat est un contrat pluriannuel."),
    (
        "This contract is a call-up against a Public Works and Government Services Canada tool.",
        "Ce contrat est une commande subséquente à un outil d'approvisionnement du ministère.",
    ),
    ("This contract was sole-sourced.", "Le présent marché a été adjugé à fournisseur unique."),
)


def _comments() -> tuple[tuple[str, str], ...]:
    """Of one to three sentences, some over two lines; and nothing."""
    found: list[tuple[str, str]] = [("NA", "NA")] * 20
    for number, three in enumerate(product(_COMMENTS, repeat=3)):
        gap = "\n" if number % 60 == 0 else " "
        chosen = list(dict.fromkeys(three))
        english, french = (gap.join(one[i] for one in chosen) for i in (0, 1))
        if gap in english and number % 4 == 0:
            english, french = f'"{english}"', f'"{french}"'
        found.append((english, french))
    return tuple(found)


COMMENTS = _comments()
_NONE = "NA"
CODES: dict[str, tuple[str, ...]] = {
    "additional_comments_en": (_NONE,) * 7 + ('"Services as and when requested, see file"',),
    "additional_comments_fr": (_NONE,) * 7 + ("Services sur demande – voir le dossier",),
    "agreement_type_code": ("0", "0", "Y", "I", "C", _NONE),
    "trade_agreement": (_NONE, _NONE, "CA", "XX", '"CA,TP,UK"'),
    "land_claims": (_NONE, _NONE, "NTI"),
    "solicitation_procedure": ("TC", "TC", "OB", "TN", "TN", "ST", "AC", ""),
    "limited_tendering_reason": ("00", "00", "00", "71", "85", "0", _NONE),
    "trade_agreement_exceptions": ("00", "0", _NONE),
    "aboriginal_business_incidental": ("FALSE", _NONE),
    "intellectual_property": ("C", "B", _NONE),
    "potential_commercial_exploitation": ("FALSE", _NONE),
    "former_public_servant": ("FALSE", "FALSE", "TRUE", _NONE),
    "contracting_entity": ("DSOSA", "DC", "PWSOSA", _NONE),
    "standing_offer_number": (_NONE,) * 5 + ("10040747-005", "K000006806", "E60ZN-15TSSB/001/ZN"),
    "ministers_office": ("FALSE", _NONE),
    "number_of_bids": (_NONE, _NONE, "1", "1", "2", "3", "5", "8") * 20 + ("unknown",),
    "award_criteria": (_NONE, "0", "2"),
    "socioeconomic_indicator": (_NONE, "FP", _NONE),
}
