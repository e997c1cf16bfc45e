"""What a person does with a page: press a button and agree, fill in fields, take a file."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page


def press(page: Page, name: str, *, typed: str = "") -> str:
    """Press a button, agree if the page asks, type what it wants. returns: what it says then."""
    button = page.locator("main").get_by_role("button", name=name, exact=True).first
    asks = button.evaluate("b => Boolean((b.closest('[data-confirm]') || b).dataset.confirm)")
    if not asks:
        with page.expect_navigation():
            button.click()
        return flashes(page)
    button.click()
    dialog = page.get_by_role("dialog")
    if typed:
        dialog.locator("input").fill(typed)
    with page.expect_navigation():
        dialog.get_by_role("button", name=name, exact=True).click()
    return flashes(page)


def follow(page: Page, name: str) -> None:
    """Follow a link of the page itself."""
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def fill(page: Page, **fields: Any) -> None:
    """Fill in fields by their names; an option by its words."""
    for name, value in fields.items():
        field = page.locator(f'main [name="{name}"]').first
        if field.evaluate("f => f.tagName") == "SELECT":
            field.select_option(label=value)
        elif isinstance(value, Path):
            field.set_input_files(value)
        else:
            field.fill(str(value))


def flashes(page: Page) -> str:
    """What the page says about what was done."""
    return page.locator(".flashes").inner_text()


def words(page: Page) -> str:
    return page.locator("main").inner_text()


def take(page: Page, name: str, path: Path) -> Path:
    """Press a button whose answer is a file."""
    with page.expect_download() as coming:
        page.locator("main").get_by_role("button", name=name, exact=True).first.click()
    coming.value.save_as(path)
    return path


def paste(page: Page, text: str) -> None:
    """Paste a column copied from a spreadsheet where the cursor is."""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste",
                {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )
