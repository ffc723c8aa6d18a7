// The page on paper: charts as wide as their place there and in the colors of light paper, and a line
// that says where it comes from. The browser lays the paper out right after it has said so, without a pause.

import { shareAddress } from "./address.js";
import { el } from "./dom.js";
import { drawNow } from "./drawing.js";

export class Paper {
  constructor(board) {
    this.board = board;
    this.line = el("p", "nd-paper-line");
    board.body.append(this.line);
    const { signal } = board;
    globalThis.addEventListener("beforeprint", () => this.begin(), { signal });
    globalThis.addEventListener("afterprint", () => this.end(), { signal });
  }

  begin() {
    const { board } = this;
    board.printing = true;
    board.root.classList.add("nd-printing");
    board.theme();
    this.say();
    board.eachChart((part) => drawNow(board, part));
  }

  end() {
    const { board } = this;
    board.printing = false;
    board.root.classList.remove("nd-printing");
    board.theme();
    board.redraw();
  }

  // What was printed, by which model, when, and where it is found again.
  say() {
    const { takeaway, link, public_url: publicUrl } = this.board.data;
    const day = new Date().toISOString().slice(0, 10);
    this.line.textContent = [takeaway?.source, day, shareAddress(link, publicUrl)].filter(Boolean).join(" ");
  }
}
