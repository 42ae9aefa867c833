"""The login with and without a provider's brand, the way out, and where a person belongs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from torhaus.access.viewer import portal_viewer, staff_viewer
from torhaus.accounts import login as door
from torhaus.accounts.models import Person
from torhaus.files.logos import logo_of
from torhaus.files.serve import file_response
from torhaus.portal_access.queries import providers_of
from torhaus.providers import queries
from torhaus.providers.models import Provider
from torhaus.ui.brand import Brand
from torhaus.ui.render import render_page

PAGE = "portal/doorstep/login.html"


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Send everybody where they belong; a customer without an open portal gets a friendly word."""
    person = request.user
    if not isinstance(person, Person):
        return redirect("doorstep:login")
    if staff_viewer(person):
        return redirect("office:home")
    if portal_viewer(person):
        return redirect("portal:home")
    if person.is_operator:
        return redirect("office:installation")
    return render_page(request, "portal/doorstep/closed.html", {"providers": providers_of(person)})


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    return _login(request, provider=None)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def provider(request: HttpRequest, slug: str) -> HttpResponse:
    """A provider's public page: logo, name, greeting and the login. It brands and preselects, nothing more."""
    return _login(request, provider=_provider(slug))


@require_POST
def provider_seat(request: HttpRequest, slug: str) -> HttpResponse:
    """Go on at this provider with the session that is open already."""
    found = _provider(slug)
    if not request.user.is_authenticated:
        return redirect("doorstep:provider", slug)  # strangers leave no session behind
    preselect(request, found)
    return redirect("doorstep:start")


@require_safe
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    """A provider's logo: public, and new under a new address with every upload."""
    stored = logo_of(_provider(slug))
    if stored is None:
        raise Http404
    response = file_response(stored, inline=True, request=request)
    is_current = request.GET.get("v") == str(stored.pk)
    response["Cache-Control"] = "public, max-age=31536000, immutable" if is_current else "public, max-age=300"
    return response


def _provider(slug: str) -> Provider:
    found = queries.by_slug(slug)
    if found is None:
        raise Http404
    return found


def _login(request: HttpRequest, *, provider: Provider | None) -> HttpResponse:
    to = door.local_address(request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated and request.method != "POST":
        return redirect(to) if provider is None else _welcome_back(request, provider)
    if request.method != "POST":
        return login_page(request, door.LoginForm(), provider=provider, to=to)
    form = door.LoginForm(request.POST)
    if not form.is_valid():
        return login_page(request, form, provider=provider, to=to, status=422)
    login, password = form.cleaned_data["login"], form.cleaned_data["password"]
    person = door.check(request, login=login, password=password)
    if isinstance(person, door.Denial):
        form.add_error(None, person.text)
        return login_page(request, form, provider=provider, to=to, status=person.status)
    return _entered(request, door.enter(request, person, to=to), provider=provider)


def _welcome_back(request: HttpRequest, provider: Provider) -> HttpResponse:
    request.brand = Brand.of(provider)  # type: ignore[attr-defined]
    return render_page(request, "portal/doorstep/welcome_back.html", {"provider": provider})


def _entered(request: HttpRequest, response: HttpResponse, *, provider: Provider | None) -> HttpResponse:
    """Preselect the provider at whose doorstep the person came in."""
    if provider is not None:
        preselect(request, provider)
    return response


def preselect(request: HttpRequest, provider: Provider) -> None:
    """Make this provider the active one on both sides; of several customers there, the first."""
    request.session["office_provider"] = request.session["portal_provider"] = provider.pk
    request.session.pop("portal_customer", None)


def login_page(
    request: HttpRequest, form: door.LoginForm, *, provider: Provider | None, to: str, status: int = 200
) -> HttpResponse:
    if provider is not None:
        request.brand = Brand.of(provider)  # type: ignore[attr-defined]
    context = {"form": form, "provider": provider, "next": to}
    return render_page(request, PAGE, context, status=status)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    door.leave(request)
    return redirect("doorstep:login")
