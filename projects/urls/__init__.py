"""Addresses of calls and projects, one module per kind of page."""

from . import calls, exchange, interest, projects

app_name = "projects"
urlpatterns = [*calls.urlpatterns, *interest.urlpatterns, *projects.urlpatterns, *exchange.urlpatterns]
