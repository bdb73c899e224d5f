"""Addresses of partnerships themselves."""

from django.urls import URLPattern, path

from ..views.partnerships import agreements, documents, evidence, listing, no_partnership, page, people, rows, steps

# Rows of the partnership as a whole, and of one of its parties.
OF_PARTNERSHIP, OF_PARTY = ("parties",), ("commitments", "fte", "fte-total")

urlpatterns: list[URLPattern] = [
    path("", listing.partnerships, name="partnerships"),
    path("new/", listing.new, name="partnership-new"),
    path("none/", no_partnership.statements, name="no-partnerships"),
    path("none/new/", no_partnership.new, name="no-partnership-new"),
    path("none/<int:pk>/withdraw/", no_partnership.withdraw, name="no-partnership-withdraw"),
    path("from-minutes/", evidence.attach, name="evidence-new"),
    path("<int:pk>/", page.partnership, name="partnership"),
    path("<int:pk>/edit/", listing.edit, name="partnership-edit"),
    path("<int:pk>/renew/", steps.renew, name="partnership-renew"),
    path("<int:pk>/step/<slug:action>/", steps.step, name="partnership-step"),
    *(path(f"<int:pk>/{name}/", rows.edit, {"name": name}, name=name) for name in OF_PARTNERSHIP),
    *(path(f"<int:pk>/{name}/arrange/", rows.arrange, {"name": name}, name=f"{name}-arrange") for name in OF_PARTNERSHIP),
    *(path(f"<int:pk>/parties/<int:party_pk>/{name}/", rows.edit, {"name": name}, name=name) for name in OF_PARTY),
    *(
        path(f"<int:pk>/parties/<int:party_pk>/{name}/arrange/", rows.arrange, {"name": name}, name=f"{name}-arrange")
        for name in OF_PARTY
    ),
    path("<int:pk>/parties/<int:party_pk>/people/", people.people, name="party-people"),
    path("<int:pk>/agreement/write/", agreements.write, name="agreement-new"),
    path("<int:pk>/agreement/amend/", agreements.amend, name="agreement-amend"),
    path("<int:pk>/agreement/<int:version>/", agreements.agreement, name="agreement"),
    path("<int:pk>/agreement/decision/", agreements.decide, name="council-decision-new"),
    path("<int:pk>/agreement/sign/", agreements.sign, name="signature-new"),
    path("<int:pk>/documents/attach/", documents.attach, name="document-attach"),
    path("<int:pk>/documents/<int:document_pk>/", documents.document, name="document"),
    path("<int:pk>/documents/<int:document_pk>/remove/", documents.detach, name="document-detach"),
    path("<int:pk>/evidence/<int:evidence_pk>/remove/", evidence.detach, name="evidence-detach"),
]
