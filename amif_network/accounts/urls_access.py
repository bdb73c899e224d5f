"""Addresses of who has access: accounts and their roles, invitations, the lists of the quarter."""

from django.urls import path

from .views import accounts, invitations, reviews

app_name = "access"
urlpatterns = [
    path("", accounts.accounts, name="accounts"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/role/", accounts.change_role, name="role"),
    path("accounts/<int:pk>/close/", accounts.close, name="close"),
    path("accounts/<int:pk>/reopen/", accounts.reopen, name="reopen"),
    path("accounts/<int:pk>/affiliations/<int:affiliation>/end/", accounts.end_affiliation, name="end"),
    path("people/<int:pk>/invite/", invitations.invite, name="invite"),
    path("invitations/<int:pk>/", invitations.invitation, name="invitation"),
    path("invitations/<int:pk>/resend/", invitations.resend, name="resend"),
    path("invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/answers/<int:pk>/carry-out/", reviews.carry_out, name="carry-out"),
    path("invitation/<slug:token>/", invitations.accept, name="accept"),
]
