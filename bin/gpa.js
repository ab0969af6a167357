#!/usr/bin/env node
import { existsSync } from 'node:fs'

// In a clone the source runs as it is; an installed package brings what was compiled from it.
const source = new URL('../src/cli/main.ts', import.meta.url)
await import(existsSync(source) ? source.href : new URL('../dist/cli/main.js', import.meta.url).href)
