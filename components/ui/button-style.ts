import { cva } from 'class-variance-authority'

export const buttonStyle = cva(
  [
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none',
    'transition-colors duration-100 [&_svg]:size-4 [&_svg]:shrink-0',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50',
  ],
  {
    variants: {
      variant: {
        primary:
          'border-transparent bg-accent text-accent-ink enabled:not-aria-disabled:hover:bg-accent-hover [a&]:hover:bg-accent-hover',
        secondary:
          'border-line bg-surface text-ink shadow-card enabled:not-aria-disabled:hover:bg-sunken [a&]:hover:bg-sunken',
        ghost:
          'border-transparent text-soft enabled:not-aria-disabled:hover:bg-sunken enabled:not-aria-disabled:hover:text-ink [a&]:hover:bg-sunken [a&]:hover:text-ink',
        danger: 'border-transparent bg-bad text-surface enabled:not-aria-disabled:hover:opacity-90',
        'danger-quiet': 'border-line bg-surface text-bad shadow-card enabled:not-aria-disabled:hover:bg-bad-soft',
      },
      size: {
        sm: 'h-7 px-2.5 text-sm',
        md: 'h-8.5 px-3.5 text-sm',
        lg: 'h-10 px-5 text-base',
        icon: 'size-8.5',
        'icon-sm': 'size-7',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)
