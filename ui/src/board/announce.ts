/** Says something to who hears the page rather than sees it, by the shell's live region. */
export function announce(words: string): void {
  const region = document.getElementById('announcements');
  if (region === null) return;
  // The same words twice would not be spoken the second time.
  region.textContent = '';
  requestAnimationFrame(() => {
    region.textContent = words;
  });
}
