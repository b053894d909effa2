export { createOverlay } from './create-overlay.ts';
export type { Overlay, OverlayOptions } from './create-overlay.ts';
