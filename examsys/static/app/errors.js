// After a rejected form the summary of errors gets the focus, so that it is read first.

const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();
