// The keyboard of an iPhone lies over the page, where others make the page smaller: then it makes itself smaller.

const LEAST = 80; // px: less than that is the browser's own bar

export function fitAboveKeyboard() {
  const seen = window.visualViewport;
  if (!seen) return;
  const fit = () => {
    const zoomed = Math.abs(seen.scale - 1) > 0.01;
    const covered = !zoomed && document.documentElement.clientHeight - seen.height > LEAST;
    document.body.classList.toggle("covered", covered);
    document.body.style.height = covered ? `${seen.height}px` : "";
    document.body.style.setProperty("--seen", `${seen.height}px`);
    if (covered) scrollTo(0, 0); // it also pushes the page up
  };
  seen.addEventListener("resize", fit);
  seen.addEventListener("scroll", fit);
}
