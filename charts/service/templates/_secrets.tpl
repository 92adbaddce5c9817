{{/* Brings the secrets into the Secret `name`: one key per variable. Takes `root` and `name`. */}}
{{- define "service.externalSecretSpec" -}}
refreshInterval: {{ .root.Values.secretStore.refreshInterval | quote }}
secretStoreRef:
  kind: {{ .root.Values.secretStore.kind | quote }}
  name: {{ .root.Values.secretStore.name | quote }}
target:
  name: {{ .name | quote }}
  creationPolicy: Owner
  deletionPolicy: Retain
data:
  {{- range .root.Values.secrets }}
  - secretKey: {{ .env | quote }}
    remoteRef:
      key: {{ .remote | quote }}
      {{- with .property }}
      property: {{ . | quote }}
      {{- end }}
  {{- end }}
{{- end -}}
