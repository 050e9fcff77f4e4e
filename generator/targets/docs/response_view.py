"""The parameters and the errors of responses to rows of tables in Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.endpoints import RedirectParameter, ResponseError
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.encoders.markdown import UNSAID, markdown, markdown_code


@dataclass(frozen=True, slots=True)
class ResponseParameterView:
    """A row of the table of the parameters of an authorization response."""

    name: Code
    required: Code
    summary: Code


@dataclass(frozen=True, slots=True)
class ResponseErrorView:
    """A row of the table of the error codes of an authorization response."""

    code: Code
    cause: Code
    remedy: Code


def response_parameter_views(provider: Provider) -> tuple[ResponseParameterView, ...]:
    return tuple(
        ResponseParameterView(
            name=markdown_code(one.name),
            required=Code("always" if one.required else "not always"),
            summary=markdown(one.summary) or _supplied(one),
        )
        for one in provider.authorization_endpoint.response_parameters
    )


def _supplied(one: RedirectParameter) -> Code:
    """Return what a parameter without a summary is for: it can supply a variable of the URLs."""
    if one.variable is None:
        return UNSAID
    return Code(f"The value of {markdown_code(one.variable)} in the provider's URLs.")


def response_error_view(one: ResponseError) -> ResponseErrorView:
    return ResponseErrorView(
        code=markdown_code(one.code),
        cause=markdown(one.cause),
        remedy=markdown(one.remedy),
    )
