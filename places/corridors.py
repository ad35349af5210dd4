"""The long roads on which buses and trucks run, by the towns that crews name them after."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Corridor(TextChoices):
    MOMBASA_NAIROBI = "mombasa-nairobi", _("Mombasa – Voi – Nairobi")
    NAIROBI_MALABA = "nairobi-malaba", _("Nairobi – Nakuru – Eldoret – Malaba")
    NAIROBI_BUSIA = "nairobi-busia", _("Nairobi – Kisumu – Busia")
    NAIROBI_ISEBANIA = "nairobi-isebania", _("Nairobi – Narok – Kisii – Isebania")
    NAIROBI_NAMANGA = "nairobi-namanga", _("Nairobi – Kajiado – Namanga")
    VOI_TAVETA = "voi-taveta", _("Voi – Taveta")
    MOMBASA_LUNGA_LUNGA = "mombasa-lunga-lunga", _("Mombasa – Ukunda – Lunga Lunga")
    MOMBASA_LAMU = "mombasa-lamu", _("Mombasa – Malindi – Lamu")
    NAIROBI_MOYALE = "nairobi-moyale", _("Nairobi – Isiolo – Marsabit – Moyale")
    NAIROBI_MANDERA = "nairobi-mandera", _("Nairobi – Garissa – Wajir – Mandera")
    GARISSA_LIBOI = "garissa-liboi", _("Garissa – Dadaab – Liboi")
    LOCAL = "local", _("Within a town or county")
