"""The Claims page: what was said about scaling, put to the model."""

from sim.pages.page import Page

PAGE = Page(
    path="claims",
    order=6,
    title="Claims",
    about="What was said about the scaling of language models, and the settings that make it true or false.",
)
