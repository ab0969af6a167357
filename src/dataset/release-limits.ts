import { z } from 'zod'

/** How far ahead of today slots are released, in local days (ADM-03). */
export const bookingWindowSchema = z
  .int()
  .min(0)
  .max(3660)
  .describe("Slots on days up to so many after today may be booked; 0 is today alone. Left out: the practice's own, or no limit")

/** How close to its start a slot is released (ADM-03). */
export const embargoSchema = z
  .int()
  .min(0)
  .max(366 * 24 * 60)
  .describe("A slot may be booked until so many minutes before it starts. Left out: the practice's own, or until it starts")
