/** The frame of every screen: fonts, styles, and the first questions to the engine, asked before any other script has arrived. */
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { ASK_EARLY } from "./_state/early-answers.ts";

export const metadata: Metadata = {
  title: "Tuneboard",
  description: "Live training curves, with the tuning guide's answers drawn on them.",
  referrer: "no-referrer",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f7f5" },
    { media: "(prefers-color-scheme: dark)", color: "#14171b" },
  ],
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own words; the engine's policy names their hash */}
        <script dangerouslySetInnerHTML={{ __html: ASK_EARLY }} />
      </head>
      <body className="font-sans">{children}</body>
    </html>
  );
}
