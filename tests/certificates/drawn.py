"""Pictures of every awkward kind, for designs to be tried with."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageDraw
from wagtail.images import get_image_model
from wagtail.models import Collection


def signature(size=(900, 400)):
    """A stroke of ink on nothing, with much room around it."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(200, 200), (400, 120), (600, 260)], fill=(10, 20, 90, 255), width=9)
    return picture


def logo(size=(300, 100), mode="RGB", colour="teal"):
    picture = Image.new("RGB", size, colour).convert(mode)
    ImageDraw.Draw(picture).ellipse([20, 20, 80, 80], fill=0)
    return picture


def noise(size=(600, 200), mode="RGB"):
    """A picture that nothing makes small."""
    return Image.merge(mode, [Image.effect_noise(size, 120) for _band in mode])


def saved(picture, kind="PNG", **options):
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def image(content, name="picture.png"):
    """Put a file into Wagtail's library, whatever it holds."""
    Collection.objects.first() or Collection.add_root(name="Root")
    return get_image_model().objects.create(title=name, file=ContentFile(content, name), width=300, height=100)


def opened(content):
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
