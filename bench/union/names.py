"""What the people of a made-up union are called, where they live and what they do."""

# ruff: noqa: SIM905 (one name a line would be three pages)

CITIES = (
    ("Toronto ON", "M4C M5A M6H M1B M9N M4X M6K"),
    ("Ottawa ON", "K1N K2P K1A K2B"),
    ("Hamilton ON", "L8N L8P"),
    ("Sudbury ON", "P3E P3C"),
    ("Thunder Bay ON", "P7B"),
    ("Montréal QC", "H2X H3A H1W H4C H2J"),
    ("Québec QC", "G1R G1K"),
    ("Gatineau QC", "J8X J9H"),
    ("Winnipeg MB", "R3C R2W"),
    ("Regina SK", "S4P"),
    ("Calgary AB", "T2P T3A"),
    ("Edmonton AB", "T5J"),
    ("Vancouver BC", "V5K V6B V6E"),
    ("Victoria BC", "V8W"),
    ("Halifax NS", "B3H B3J"),
    ("Moncton NB", "E1C"),
    ("St. John's NL", "A1C"),
    ("Charlottetown PE", "C1A"),
    ("Iqaluit NU", "X0A"),
    ("Whitehorse YT", "Y1A"),
)
GIVEN = """
    Ana Idris Rosa Ngozi Zoé François Mei Anaïs Bo Jean-Luc Aïcha Tomás Łucja Sean Noor
    Fatou Élodie Émile Harpreet Manjit Liam Olivia Priya Chidi Amara Yusuf Leila Omar Ingrid
    Sofía Diego Camila Wei Jun Thi Minh Kenji Aiko Siobhan Niamh Pierre Geneviève Océane
    Thérèse Marie-Ève Mathieu Réjean Ginette Dolores Efren Jocelyn Imelda Kwame Abena Tariq
    Samira Nikolai Oksana Taras Halyna Giulia Marco Renata Paulo Inês Aputik Siasi Joseph
    Mary ᐊᓚᓱᒃ محمد ਗੁਰਪ੍ਰੀਤ van-Anh o
""".split()
FAMILY = """
    Nguyen Singh Tremblay Smith Roy Wu Côté Lefèvre Okoro Lima Ali Émond O'Brien D'Souza
    Núñez Gill Chen Gagnon Brown Bouchard Kaur Santos Khan Cruz Morin Élie Patel Lee Wilson
    Dubé Reyes Mensah Diallo Haddad Kowalski Shevchenko Rossi Silva Iqaluk ᐃᓄᒃ العلي ਕੌਰ
    de-Souza van-Dyk
""".split()
STEMS = """
    Ber Lar Mon Vel Kar Tor Dal Fer Gar Hol Jan Kel Mar Nor Ols Pet Quin Ram Sal Tal Ul Var
    Wal Yar Zel Bro Cha Des Fon Gri Lav Pel Rou Tho Ver
""".split()
ENDS = """
    sen ier eau ski ova ton son ette ard ault man ling ros ani ides enko yan oku well ford
    berg quist ham wick ley dale more in elli ez
""".split()
JOBS = ("Cleaner", "Cook", "Operator", "Préposée", "Nurse", "Guard", "Librarian", "Clerk", "Driver")
