"use client";

import { useEffect } from "react";
import { start } from "tellback";

export function Feedback() {
  useEffect(() => {
    const tellback = start({ endpoint: "/feedback" });
    return () => tellback.stop();
  }, []);
  return null;
}
