import { Feedback } from "./feedback.js";

export const metadata = { title: "A chat from a server" };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
        <Feedback />
      </body>
    </html>
  );
}
