"""How static files get their names in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Static files with a hash in their name, also where one ES module imports another."""

    support_js_module_import_aggregation = True
