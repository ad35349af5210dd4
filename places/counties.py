"""The 47 counties of Kenya by their own three-digit code (not ISO 3166-2, whose KE-01 is Baringo)."""

from django.db.models import TextChoices

_NAMES = (
    "Mombasa,Kwale,Kilifi,Tana River,Lamu,Taita-Taveta,Garissa,Wajir,Mandera,Marsabit,Isiolo,Meru,Tharaka-Nithi,Embu,"
    "Kitui,Machakos,Makueni,Nyandarua,Nyeri,Kirinyaga,Murang'a,Kiambu,Turkana,West Pokot,Samburu,Trans-Nzoia,"
    "Uasin Gishu,Elgeyo-Marakwet,Nandi,Baringo,Laikipia,Nakuru,Narok,Kajiado,Kericho,Bomet,Kakamega,Vihiga,Bungoma,"
    "Busia,Siaya,Kisumu,Homa Bay,Migori,Kisii,Nyamira,Nairobi"
).split(",")

# Names are the same in every language, so they are not marked for translation.
County = TextChoices("County", [(f"C{n:03}", (f"{n:03}", name)) for n, name in enumerate(_NAMES, start=1)])
