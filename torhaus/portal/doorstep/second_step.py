"""Behind the password: the code of the app, a recovery code, or a passkey. Until then nobody is logged in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from torhaus.accounts import factors, passkeys, second_step, throttle
from torhaus.accounts import login as door
from torhaus.accounts.pages.answers import options
from torhaus.accounts.pages.forms import CodeForm
from torhaus.ui.render import render_page


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def second_factor(request: HttpRequest) -> HttpResponse:
    stage = second_step.waiting(request)
    if stage is None:
        return redirect("doorstep:login")
    form, denial = CodeForm(door.posted(request)), None
    if request.method == "POST":
        denial = _denial(request, form, stage)
        if denial is None:
            return door.finish(request, stage)
        form.add_error(None, denial.text)
    found = factors.factors_of(second_step.person_of(stage))
    context = {"form": form, "factors": found}
    return render_page(request, "portal/doorstep/second_factor.html", context, status=denial.status if denial else 200)


def _denial(request: HttpRequest, form: CodeForm, stage: second_step.SecondStep) -> door.Denial | None:
    """None when the factor was right; counted before it is looked at."""
    person, answer = second_step.person_of(stage), request.POST.get("credential", "")
    if not throttle.may_try_code(request, person=person):
        return door.denied(request, door.Denial.TOO_MANY)
    if answer:
        form.fields["code"].required = False
        is_right = passkeys.check_login(answer, person=person) is not None
        return None if is_right else door.denied(request, door.Denial.WRONG_PASSKEY)
    is_right = form.is_valid() and factors.check_code(person=person, code=form.cleaned_data["code"])
    return None if is_right else door.denied(request, door.Denial.WRONG_CODE)


@require_POST
def second_factor_options(request: HttpRequest) -> HttpResponse:
    stage = second_step.waiting(request)
    if stage is None:
        return redirect("doorstep:login")
    return options(passkeys.login_options(second_step.person_of(stage)))


@require_POST
def second_factor_end(request: HttpRequest) -> HttpResponse:
    """Somebody else wants to log in instead."""
    second_step.give_up(request)
    return redirect("doorstep:login")
