"""Logging in without a password: with a passkey, or with a one-time link by mail; and confirming a new mail address.

GET consumes nothing, so that a mail program that looks at links ahead of its reader spoils none.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from torhaus.accounts import login as door
from torhaus.accounts import mail_links, passkeys, second_step, throttle
from torhaus.accounts.mail_links import Purpose
from torhaus.accounts.pages.answers import options
from torhaus.portal.doorstep.recovery import ResetForm
from torhaus.portal.doorstep.views import login_page
from torhaus.ui.render import render_page


@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser shall ask for; the challenge waits in a session that ends after a quarter of an hour."""
    if not throttle.may_use_link(request):
        return HttpResponse(status=429)
    asked = passkeys.login_options()
    if not request.user.is_authenticated:
        request.session.set_expiry(second_step.LASTS)
    return options(asked)


@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    if not throttle.may_use_link(request):
        return _denied(request, door.Denial.TOO_MANY)
    person = passkeys.check_login(request.POST.get("credential", ""))
    if person is None:
        return _denied(request, door.Denial.WRONG_PASSKEY)
    return door.enter(request, person, method="passkey", to=request.POST.get("next", ""))


def _denied(request: HttpRequest, denial: door.Denial) -> HttpResponse:
    form = door.LoginForm({"login": "", "password": ""})
    form.is_valid()
    form.errors.clear()
    form.add_error(None, door.denied(request, denial).text)
    to = door.local_address(request.POST.get("next", ""))
    return login_page(request, form, provider=None, to=to, status=denial.status)


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Send a link to the address if it is somebody's; the answer is the same if it is nobody's."""
    form = ResetForm(door.posted(request))
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render_page(request, "portal/doorstep/link.html", {"form": form}, status=status)
    address = form.cleaned_data["email"]
    if throttle.may_ask_for_mail(request, address=address):
        mail_links.ask_for_login(address=address)
    return redirect("doorstep:link_sent")


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    return render_page(request, "portal/doorstep/link_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
def link_login(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button; only the button logs in, once."""
    if not throttle.may_use_link(request):
        return render_page(request, "portal/doorstep/link_spent.html", status=429)
    person = (
        mail_links.log_in(token) if request.method == "POST" else mail_links.person_for(token, purpose=Purpose.LOGIN)
    )
    if person is None:
        return render_page(request, "portal/doorstep/link_spent.html", status=410)
    if request.method == "POST":
        return door.enter(request, person, method="mail")
    return render_page(request, "portal/doorstep/link_login.html", {"person": person})


@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm a new mail address; the old one is told."""
    if request.method == "POST" and mail_links.confirm_email(token) is not None:
        return redirect("doorstep:email_confirmed")
    address = mail_links.address_of(token)
    if request.method == "POST" or not address:
        return render_page(request, "portal/doorstep/email_spent.html", status=410)
    return render_page(request, "portal/doorstep/email.html", {"address": address})


@require_safe
def email_confirmed(request: HttpRequest) -> HttpResponse:
    return render_page(request, "portal/doorstep/email_confirmed.html")
