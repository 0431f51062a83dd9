// A note written by several at once: the text area of its form is bound to a document that all of them share. Without
// this file, or while no answer comes, it is the plain form that it always was.
import { Exchange } from "./live/exchange.js";
import { Panel } from "./live/panel.js";

const panel = document.getElementById("ensemble");
const area = panel && document.getElementById(panel.dataset.field);
if (area) new Exchange(area, new Panel(panel, area));
