// What Apache Annotator, the library of the people behind the W3C model, finds by the selectors of an annotation.
import { createTextPositionSelectorMatcher, createTextQuoteSelectorMatcher } from '@apache-annotator/dom';

const MATCHERS = { TextPositionSelector: createTextPositionSelectorMatcher, TextQuoteSelector: createTextQuoteSelectorMatcher };

// Every place that a selector matches, as its first code point in the page's text, and the words there.
export async function anchored(selector) {
  const found = [];
  for await (const range of MATCHERS[selector.type](selector)(document.body)) {
    const before = document.createRange();
    before.setStart(document.body, 0);
    before.setEnd(range.startContainer, range.startOffset);
    found.push([Array.from(before.toString()).length, range.toString()]);
  }
  return found;
}
