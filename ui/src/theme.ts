import {
  type CSSVariablesResolver,
  type MantineColorsTuple,
  createTheme,
  defaultVariantColorsResolver,
} from '@mantine/core';

/** The house's green. White on shades 6 and up reaches 4.5:1 and more. */
const pine: MantineColorsTuple = [
  '#e9f7f3', '#d3ebe4', '#a5d7c9', '#74c2ad', '#4cb095',
  '#2f9a7f', '#0b7261', '#0a6455', '#0b5f50', '#064639',
];

export const theme = createTheme({
  colors: { pine },
  primaryColor: 'pine',
  // One shade for both schemes: the library computes what is readable on it for one of them only.
  primaryShade: 6,
  autoContrast: true,
  luminanceThreshold: 0.32,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", sans-serif',
  headings: { fontWeight: '650' },
  variantColorResolver: defaultVariantColorsResolver,
  components: {
    Button: { defaultProps: { size: 'md' } },
    // To pick again what is picked changes nothing; what may be empty has a button for it.
    Select: { defaultProps: { allowDeselect: false } },
    Badge: { defaultProps: { tt: 'none' } },
    Modal: { defaultProps: { centered: true, radius: 'lg' } },
    Tooltip: { defaultProps: { withArrow: true, events: { hover: true, focus: true, touch: true } } },
  },
});

/** Colours whose light variants and texts are darkened, so that small text reaches 4.5:1 (WCAG 1.4.3). */
const TEXT_COLORS = ['red', 'pine', 'blue', 'yellow', 'orange', 'green', 'teal', 'grape', 'violet', 'indigo', 'cyan', 'lime', 'pink', 'gray'];

/** Contrast where the library's defaults do not reach it. */
export const contrast: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-anchor': 'var(--mantine-color-pine-8)',
    ...Object.fromEntries(
      TEXT_COLORS.flatMap((color) => [
        [`--mantine-color-${color}-light-color`, LIGHT_TEXT[color] ?? `var(--mantine-color-${color}-9)`],
        [`--mantine-color-${color}-text`, LIGHT_TEXT[color] ?? `var(--mantine-color-${color}-9)`],
        [`--mantine-color-${color}-outline`, LIGHT_TEXT[color] ?? `var(--mantine-color-${color}-9)`],
      ]),
    ),
  },
  dark: {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-1)',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-anchor': 'var(--mantine-color-pine-3)',
    ...Object.fromEntries(
      TEXT_COLORS.flatMap((color) => [
        [`--mantine-color-${color}-light-color`, `var(--mantine-color-${color}-2)`],
        [`--mantine-color-${color}-text`, `var(--mantine-color-${color}-3)`],
        [`--mantine-color-${color}-outline`, `var(--mantine-color-${color}-3)`],
      ]),
    ),
  },
});

/** Shade 9 of these is still too bright for text on their own tint. */
const LIGHT_TEXT: Record<string, string> = {
  yellow: '#7a4a00',
  orange: '#8a3503',
  lime: '#3f6212',
  cyan: '#0a5566',
  teal: '#065f46',
  green: '#1e6b2d',
  pink: '#8f1f4b',
};
