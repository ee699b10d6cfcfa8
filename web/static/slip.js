'use strict';
// The page says everything without this; the button only spares a way through the menu of the browser.
const print = document.getElementById('print');
print.hidden = false;
print.addEventListener('click', () => window.print());
