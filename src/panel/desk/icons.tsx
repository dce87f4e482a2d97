// Signs on buttons, drawn: not every machine has a font for them.

const box = { width: 18, height: 18, viewBox: '0 0 24 24' } as const;
const line = {
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': 2,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const;

export const BellIcon = () => (
  <svg {...box} {...line} aria-hidden="true">
    <path d="M6 9a6 6 0 0 1 12 0c0 6 2.5 7.5 2.5 7.5h-17S6 15 6 9" />
    <path d="M10 20.5a2.2 2.2 0 0 0 4 0" />
  </svg>
);

export const LeaveIcon = () => (
  <svg {...box} {...line} aria-hidden="true">
    <path d="M12 3v9" />
    <path d="M6.5 6.5a8 8 0 1 0 11 0" />
  </svg>
);
