import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // Here all apps share one node_modules, which is not inside of any.
  server: { fs: { allow: ["../.."] } },
});
