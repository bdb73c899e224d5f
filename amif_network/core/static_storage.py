"""How static files get their names."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The name of a module settles one pass after those of the modules it imports; Django allows for chains of five only.
PASSES = 20


class HashedStaticFiles(ManifestStaticFilesStorage):
    """Static files with a hash in their name, also where one ES module imports another: for trials."""

    support_js_module_import_aggregation = True
    max_post_process_passes = PASSES


class CompressedHashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # WhiteNoise ships no types
    """The same, each file compressed beforehand: half a minute of work that only a server's readers gain from."""

    support_js_module_import_aggregation = True
    max_post_process_passes = PASSES
