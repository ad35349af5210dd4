from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, URLBlock
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField


def picture_field(label, **options):
    """Return the field of a picture that a record may have and outlives."""
    return models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=label,
        **options,
    )


@register_setting(icon="site")
class Organisation(BaseSiteSetting):
    """Who runs this platform; another organisation runs it under its own name."""

    name = models.CharField(_("name"), max_length=80, default="Trace Kenya")
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    address = models.TextField(_("head office"), max_length=300, blank=True)
    social = StreamField(
        [
            (
                "link",
                StructBlock(
                    [
                        ("name", CharBlock(max_length=30, label=_("Name"))),
                        ("address", URLBlock(label=_("Address"))),
                    ]
                ),
            )
        ],
        verbose_name=_("social links"),
        blank=True,
    )
    logo = picture_field(_("logo"))
    share_picture = picture_field(
        _("picture for shared links"), help_text=_("Shown where somebody shares a page that has no picture of its own.")
    )
    sms_price = models.DecimalField(
        _("price of an SMS"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("In shillings, for each part of up to 160 signs. Managers see what a reminder costs."),
    )
    is_sample = models.BooleanField(
        _("content is a sample"),
        default=True,
        help_text=_("Says at the foot of each page that it is still to be approved."),
    )

    class Meta:
        verbose_name = _("organisation")

    def __str__(self):
        return self.name
