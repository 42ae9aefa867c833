"""The customer's wish for another time."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from torhaus.jobs.windows import window_at_provider
from torhaus.kernel.errors import Refused
from torhaus.ui.days import DayField

WHOLE_DAY = (dt.time(7), dt.time(18))


class MoveForm(forms.Form):
    """Words, a day, or both; without clock times the day counts from 7 to 18. Cleans to `starts_at` and `ends_at`, or None."""

    day = DayField(label=_("Wunschtag"), required=False)
    begin = forms.TimeField(label=_("frühestens"), required=False)
    end = forms.TimeField(label=_("spätestens"), required=False)
    wish = forms.CharField(
        label=_("Wann passt es Ihnen?"),
        widget=forms.Textarea,
        required=False,
        max_length=1000,
        help_text=_("Zum Beispiel: lieber nachmittags, dienstags nicht."),
    )

    def clean(self) -> None:
        given = self.cleaned_data
        given["starts_at"] = given["ends_at"] = None
        if self.errors:
            return
        if given["day"] is None:
            if given["begin"] or given["end"]:
                self.add_error("day", _("Bitte wählen Sie auch den Tag."))
            elif not given["wish"].strip():
                self.add_error("wish", _("Bitte schreiben Sie, wann es Ihnen passt, oder wählen Sie einen Tag."))
            return
        self._clean_window()

    def _clean_window(self) -> None:
        given = self.cleaned_data
        begin, end = given["begin"] or WHOLE_DAY[0], given["end"] or WHOLE_DAY[1]
        if begin >= end and not (given["begin"] and given["end"]):
            begin, end = (begin, dt.time(23, 59)) if given["begin"] else (dt.time(0), end)
        try:
            given["starts_at"], given["ends_at"] = window_at_provider(day=given["day"], begin=begin, end=end)
        except Refused as refused:
            self.add_error("end" if given["end"] else "day", str(refused.message))
