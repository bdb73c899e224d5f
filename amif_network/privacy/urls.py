"""Addresses of privacy. A subject is a person of the directory or, where somebody is in none, an account."""

from django.urls import path

from .views import corrections, own, people, rules, statements

PERSON = {"kind": "people"}
ACCOUNT = {"kind": "accounts"}

app_name = "privacy"
urlpatterns = [
    path("", corrections.overview, name="overview"),
    path("corrections/<int:pk>/", corrections.correction, name="correction"),
    path("corrections/<int:pk>/correct/", corrections.correct, name="correction-correct"),
    path("corrections/<int:pk>/refuse/", corrections.refuse, name="correction-refuse"),
    path("mine/", own.mine, name="mine"),
    path("mine/file/", own.my_file, name="mine-file"),
    path("people/<int:pk>/", people.subject, PERSON, name="subject-person"),
    path("people/<int:pk>/file/", people.file, PERSON, name="file-person"),
    path("people/<int:pk>/erase/", people.erase, PERSON, name="erase-person"),
    path("accounts/<int:pk>/", people.subject, ACCOUNT, name="subject-account"),
    path("accounts/<int:pk>/file/", people.file, ACCOUNT, name="file-account"),
    path("accounts/<int:pk>/erase/", people.erase, ACCOUNT, name="erase-account"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<str:subject>/", rules.rule, name="rule"),
    path("rules/<str:subject>/apply/", rules.apply, name="rule-apply"),
    path("statement/", statements.statement, name="statement"),
    path("register/", statements.register, name="register"),
    path("accessibility/", statements.accessibility, name="accessibility"),
]
