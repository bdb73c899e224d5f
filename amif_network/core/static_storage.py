"""How static files get their names."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(ManifestStaticFilesStorage):
    """Static files with a hash in their name, also where one ES module imports another: for trials."""

    support_js_module_import_aggregation = True


class CompressedHashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # WhiteNoise ships no types
    """The same, each file compressed beforehand: half a minute of work that only a server's readers gain from."""

    support_js_module_import_aggregation = True
