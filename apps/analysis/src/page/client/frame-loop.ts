/**
 * Draws at most once a frame, however often it is asked to; in a hidden tab not at all until it is seen again.
 * @param request how a frame is asked for; `requestAnimationFrame` in a browser
 */
export function createFrameLoop(draw: () => void, request: (frame: () => void) => void): () => void {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    request(() => {
      isWaiting = false;
      draw();
    });
  };
}
