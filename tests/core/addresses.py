"""A few pages with the shape of the portal's addresses, for tests of core, which knows no app."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path


def page(request: HttpRequest) -> HttpResponse:
    """Answer with nothing: the tests look at addresses only."""
    return HttpResponse()


home: tuple[list[URLPattern], str] = ([path("", page, name="home")], "home")
meetings: tuple[list[URLPattern], str] = (
    [path("", page, name="list"), path("import/", page, name="import"), path("<int:pk>/", page, name="meeting")],
    "meetings",
)

urlpatterns = i18n_patterns(path("", include(home)), path("meetings/", include(meetings)))
