use tempfile::TempDir;

use crate::collector::{Collector, write};

/// A collector that serves `site`, beside which lies a file that it must not serve.
fn serve_site() -> Collector {
    let folder = TempDir::new().unwrap();
    let site = folder.path().join("site");
    write(&folder.path().join("secret.txt"), "secret");
    write(&folder.path().join("site-secret.txt"), "secret");
    write(&site.join("index.html"), "<!doctype html>");
    write(&site.join("app.js"), "export {};");
    write(&site.join("app.css"), "p {}");
    write(&site.join("answers.json"), "[]");
    write(&site.join("tellback/core.wasm"), b"\0asm");
    let options = ["--assets", site.to_str().unwrap()];
    let options = options.map(str::to_owned);
    Collector::start_in(folder, &options.each_ref().map(String::as_str))
}

#[test]
fn files_are_served_with_their_types_and_checked_again_each_time() {
    let collector = serve_site();
    for (path, content_type) in [
        ("/", "text/html"),
        ("/index.html", "text/html"),
        ("/app.js", "text/javascript"),
        ("/app.css", "text/css"),
        ("/answers.json", "application/json"),
        ("/tellback/core.wasm", "application/wasm"),
    ] {
        let reply = collector.get(path);
        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(reply.header("content-type"), content_type, "{path}");
        assert_eq!(reply.header("cache-control"), "no-cache", "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
    }
    assert_eq!(collector.get("/").body, "<!doctype html>");
}

#[test]
fn the_collectors_own_addresses_come_before_files() {
    assert_eq!(serve_site().get("/healthz").body, r#"{"status":"ok"}"#);
}

#[test]
fn folders_are_not_listed() {
    let collector = serve_site();
    collector.get("/tellback/").refuses(404, "nothing is here");
    collector.get("/tellback").refuses(404, "nothing is here");
    collector.get("/missing.js").refuses(404, "nothing is here");
}

#[test]
fn no_path_leads_out_of_the_folder() {
    let collector = serve_site();
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/tellback/../../secret.txt",
        "/tellback/%2e%2e/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "//../secret.txt",
        "/./../secret.txt",
        "/%2e%2e%2f%2e%2e%2fetc/passwd",
        "//etc/passwd",
        "/../site-secret.txt",
        "/%00/../secret.txt",
        "/\\..\\secret.txt",
    ] {
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let reply = collector.raw(request.as_bytes());
        assert!(reply.starts_with("HTTP/1.1 4"), "{path}: {reply}");
        assert!(!reply.contains("secret") && !reply.contains("root:"), "{path}: {reply}");
    }
}
