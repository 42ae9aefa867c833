"""What the operator sets for a company: plan, add-on, trial."""

from django import forms
from django.utils.translation import gettext_lazy as _

from torhaus.office.editform import EditForm
from torhaus.providers.models import Provider


class PlanForm(EditForm):
    class Meta:
        model = Provider
        fields = ["plan", "has_portal_plus", "trial_until"]
        labels = {"plan": _("Tarif")}
        help_texts = {
            "plan": _("Das Kundenportal gehört zu PRO."),
            "has_portal_plus": _("Öffnet das Kundenportal ohne PRO."),
            "trial_until": _("Letzter Tag, an dem das Kundenportal zur Probe offen ist. Leer: keine Testphase."),
        }
        widgets = {"plan": forms.RadioSelect}
