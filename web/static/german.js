/* German words of a source in a text of another language, told to screen readers as German; web/german.py does the same. */
window.fillWords = function (element, text) {
  'use strict';
  text.split(/(\u2068[^\u2068\u2069]* \(Deutsch\)\u2069)/).forEach(function (part, at) {
    var made = at % 2 ? document.createElement('span') : document.createTextNode(part);
    if (at % 2) {
      made.lang = 'de';
      made.textContent = part;
    }
    element.appendChild(made);
  });
};
