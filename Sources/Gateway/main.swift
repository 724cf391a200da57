import Postrider

// Its event types come from the API; its routes are Postrider's own.
await Gateway(title: "Postrider", version: "0.1.0").run()
